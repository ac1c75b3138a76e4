//! What a plain scalar is, by the core schema of YAML 1.2.2.

use crate::value::Type;

/// The type of a plain scalar by the core schema of YAML 1.2.2, section 10.3.2.
pub(super) fn core_type(text: &str) -> Type {
    match text.as_bytes() {
        b"null" | b"Null" | b"NULL" | b"~" | b"" => Type::Null,
        b"true" | b"True" | b"TRUE" | b"false" | b"False" | b"FALSE" => Type::Bool,
        [first, ..] if first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.') => number_type(text),
        _ => Type::String,
    }
}

fn number_type(text: &str) -> Type {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits(unsigned) {
        return Type::Int;
    }
    if let Some(hex) = text.strip_prefix("0x") {
        return if !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) { Type::Int } else { Type::String };
    }
    if let Some(octal) = text.strip_prefix("0o") {
        return if !octal.is_empty() && octal.bytes().all(|byte| matches!(byte, b'0'..=b'7')) { Type::Int } else { Type::String };
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['-', '+']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let some_digit = !whole.is_empty() || !fraction.is_empty();
    let all_digits = (whole.is_empty() || digits(whole)) && (fraction.is_empty() || digits(fraction));
    if some_digit && all_digits && exponent.is_none_or(digits) { Type::Float } else { Type::String }
}
