//! What the signature of a commit is worth. SSH signatures are verified here, offline; others are only seen.

use ssh_key::{HashAlg, PublicKey, SshSig};

use super::signers::{Signers, Trust};
use crate::source::GitRepository;

/// The namespace in which Git signs.
const NAMESPACE: &str = "git";

/// The signature of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signature {
    /// There is none.
    None,
    /// It is good, and its key was trusted on the day of the commit.
    Good {
        /// The principal of the allowed signers, or the id of the person whose key it is.
        signer: String,
        /// The fingerprint of the key.
        key: String,
    },
    /// It is good, and nobody says whose key it is.
    UnknownKey {
        /// The fingerprint of the key.
        key: String,
    },
    /// It is good, and its key was not trusted on the day of the commit, or not for signing in Git.
    NotTrustedThen {
        /// The principal of the allowed signers.
        signer: String,
        /// The fingerprint of the key.
        key: String,
    },
    /// It does not fit the commit.
    Bad,
    /// It is there, and cannot be verified here, with the reason.
    Unverified(&'static str),
}

impl Signature {
    /// Whether it says for sure who made the commit.
    #[must_use]
    pub fn is_good(&self) -> bool {
        matches!(self, Signature::Good { .. })
    }

    /// The word for it in data.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Signature::None => "none",
            Signature::Good { .. } => "good",
            Signature::UnknownKey { .. } => "unknown_key",
            Signature::NotTrustedThen { .. } => "not_trusted_then",
            Signature::Bad => "bad",
            Signature::Unverified(_) => "unverified",
        }
    }

    /// The words for it in a table.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Signature::None => "no".to_owned(),
            Signature::Good { signer, .. } => format!("by {signer}"),
            Signature::UnknownKey { .. } => "by an unknown key".to_owned(),
            Signature::NotTrustedThen { signer, .. } => format!("by {signer}, not trusted then"),
            Signature::Bad => "BAD".to_owned(),
            Signature::Unverified(why) => format!("unverified: {why}"),
        }
    }

    /// The words for it in a sentence about what may be signed.
    #[must_use]
    pub fn in_a_sentence(&self) -> String {
        match self {
            Signature::None => "not signed".to_owned(),
            Signature::Bad => "with a BAD signature".to_owned(),
            Signature::Unverified(_) => format!("signed, {}", self.words()),
            _ => format!("signed {}", self.words()),
        }
    }

    /// The fingerprint of the key, where it is known.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            Signature::Good { key, .. } | Signature::UnknownKey { key } | Signature::NotTrustedThen { key, .. } => Some(key),
            Signature::None | Signature::Bad | Signature::Unverified(_) => None,
        }
    }
}

/// What the signature of a commit is worth that was made at a time in seconds since 1970.
pub(super) fn of_commit(repository: &GitRepository, id: &str, made: i64, signers: &Signers) -> Signature {
    match repository.signed_commit(id) {
        Ok(Some(signed)) => judge(&signed.signature, &signed.content, made, signers),
        Ok(None) => Signature::None,
        Err(_) => Signature::Unverified("it cannot be read"),
    }
}

/// Judges a signature over what it signs, made at a time in seconds since 1970.
pub(super) fn judge(signature: &[u8], content: &[u8], made: i64, signers: &Signers) -> Signature {
    let text = String::from_utf8_lossy(signature);
    let text = text.trim();
    if text.starts_with("-----BEGIN PGP") {
        return Signature::Unverified("an OpenPGP signature");
    }
    if !text.starts_with("-----BEGIN SSH SIGNATURE-----") {
        return Signature::Unverified("a signature of another kind");
    }
    let Ok(signature) = SshSig::from_pem(text) else {
        return Signature::Unverified("an SSH signature of a kind that is not known here");
    };
    let key = PublicKey::from(signature.public_key().clone());
    if key.verify(NAMESPACE, content, &signature).is_err() {
        return Signature::Bad;
    }
    let fingerprint = key.fingerprint(HashAlg::Sha256).to_string();
    match signers.trust(key.key_data(), &fingerprint, NAMESPACE, made) {
        Trust::Yes(signer) => Signature::Good { signer, key: fingerprint },
        Trust::NotThen(signer) => Signature::NotTrustedThen { signer, key: fingerprint },
        Trust::Unknown => Signature::UnknownKey { key: fingerprint },
    }
}
