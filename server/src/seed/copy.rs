//! Rows in the text format of `COPY … FROM STDIN`, and the sending of them.

use sqlx::PgConnection;
use time::{OffsetDateTime, UtcDateTime};

const HEX: [u8; 16] = *b"0123456789abcdef";

/// Rows of one table, in the order of the columns that the statement names.
///
/// Write each value of a row, then [`Rows::end`].
#[derive(Debug, Default)]
pub struct Rows {
    buffer: Vec<u8>,
    begun: bool,
}

impl Rows {
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    fn next(&mut self) {
        if self.begun {
            self.buffer.push(b'\t');
        }
        self.begun = true;
    }

    pub fn null(&mut self) -> &mut Self {
        self.next();
        self.buffer.extend_from_slice(b"\\N");
        self
    }

    pub fn int(&mut self, value: i64) -> &mut Self {
        self.next();
        self.buffer.extend_from_slice(value.to_string().as_bytes());
        self
    }

    pub fn maybe_int(&mut self, value: Option<i64>) -> &mut Self {
        match value {
            Some(value) => self.int(value),
            None => self.null(),
        }
    }

    pub fn bool(&mut self, value: bool) -> &mut Self {
        self.next();
        self.buffer.push(if value { b't' } else { b'f' });
        self
    }

    /// Text or JSON, with what means something to `COPY` escaped.
    pub fn text(&mut self, value: &str) -> &mut Self {
        self.next();
        for byte in value.bytes() {
            match byte {
                b'\\' => self.buffer.extend_from_slice(b"\\\\"),
                b'\n' => self.buffer.extend_from_slice(b"\\n"),
                b'\r' => self.buffer.extend_from_slice(b"\\r"),
                b'\t' => self.buffer.extend_from_slice(b"\\t"),
                _ => self.buffer.push(byte),
            }
        }
        self
    }

    pub fn maybe_text(&mut self, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(value),
            None => self.null(),
        }
    }

    pub fn bytea(&mut self, value: &[u8]) -> &mut Self {
        self.next();
        self.buffer.extend_from_slice(br"\\x");
        for byte in value {
            let digit = |half: u8| HEX[usize::from(half)];
            self.buffer.extend([digit(byte >> 4), digit(byte & 15)]);
        }
        self
    }

    /// A time in Unix seconds.
    pub fn time(&mut self, seconds: i64) -> &mut Self {
        let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(UtcDateTime::UNIX_EPOCH.into());
        self.text(&format!(
            "{:04}-{:02}-{:02} {:02}:{:02}:{:02}+00",
            at.year(),
            u8::from(at.month()),
            at.day(),
            at.hour(),
            at.minute(),
            at.second()
        ))
    }

    pub fn maybe_time(&mut self, seconds: Option<i64>) -> &mut Self {
        match seconds {
            Some(seconds) => self.time(seconds),
            None => self.null(),
        }
    }

    /// Ends the row.
    pub fn end(&mut self) {
        self.buffer.push(b'\n');
        self.begun = false;
    }
}

impl AsRef<[u8]> for Rows {
    fn as_ref(&self) -> &[u8] {
        &self.buffer
    }
}

/// Sends rows, if there are any, through one `COPY` statement.
///
/// # Errors
/// What the database says against a row; the transaction is then void.
pub async fn send(connection: &mut PgConnection, statement: &str, rows: &impl AsRef<[u8]>) -> Result<u64, sqlx::Error> {
    let rows = rows.as_ref();
    if rows.is_empty() {
        return Ok(0);
    }
    let mut sink = connection.copy_in_raw(statement).await?;
    for part in rows.chunks(1 << 20) {
        sink.send(part).await?;
    }
    sink.finish().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_copy_is_escaped() {
        let mut rows = Rows::default();
        rows.text("a\tb\\c\nd\r").null().int(-7).bool(true).time(1_700_000_000).maybe_text(None).text("");
        rows.end();
        let text = String::from_utf8_lossy(rows.as_ref()).into_owned();
        assert_eq!(text, "a\\tb\\\\c\\nd\\r\t\\N\t-7\tt\t2023-11-14 22:13:20+00\t\\N\t\n");
    }
}
