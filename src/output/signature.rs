//! What a signature in Git is worth, for programs.

use serde::Serialize;

use crate::provenance::Signature;

/// A signature as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureRow {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    signer: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

impl SignatureRow {
    /// The data of a signature.
    #[must_use]
    pub fn of(signature: &Signature) -> Self {
        let signer = match signature {
            Signature::Good { signer, .. } | Signature::NotTrustedThen { signer, .. } => Some(signer.clone()),
            _ => None,
        };
        SignatureRow { state: signature.word(), signer, key: signature.key().map(str::to_owned) }
    }
}
