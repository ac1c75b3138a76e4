//! Enumerations whose values are the words of the files.

/// Declares an enumeration with the word each value is written as.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$inner:meta])* $variant:ident $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize)]
        pub enum $name {
            $($(#[$inner])* #[serde(rename = $word)] #[doc = concat!("Written `", $word, "`.")] $variant,)+
        }

        impl $name {
            /// All values, in the order of the schema.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word in the files.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The word for people: blanks instead of underscores.
            #[must_use]
            pub fn label(self) -> String {
                self.word().replace('_', " ")
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}

pub(crate) use words;
