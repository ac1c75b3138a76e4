//! Zip files with one time and one mode for all entries, so that equal files give equal bytes.

use std::io::{Cursor, Write as _};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The files, in the order in which they come, as a zip file.
///
/// # Errors
/// Where there are too many bytes, or a path twice.
pub(crate) fn zipped<'f, P: AsRef<str>>(files: impl IntoIterator<Item = (P, &'f [u8])>) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        writer.start_file(path.as_ref(), options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}
