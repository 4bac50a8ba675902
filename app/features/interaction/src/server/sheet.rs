//! The list as spreadsheets read it: comma-separated (RFC 4180), in UTF-8, a header and a line a row.
//!
//! A cell that begins as a formula does would be run by the program that opens the file, and people outside type
//! summaries and names: an apostrophe before it makes it text.

use std::borrow::Cow;

use csv::{Terminator, WriterBuilder};
use time::{OffsetDateTime, UtcOffset, macros::format_description};

use crate::model::{Columns, ListRow, SortField};

/// Says that what follows is UTF-8: without it Excel takes the file for the machine's old code page, and every “ü” is
/// wrong. Others leave it out of the first cell.
const MARK: &str = "\u{FEFF}";

/// What a formula begins with, or what spreadsheets drop before one. The wide signs are the same to some of them.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// What the file begins with: the columns by their labels.
///
/// # Errors
/// Those of the writer; writing to memory has none.
pub fn head(columns: &Columns) -> Result<Vec<u8>, csv::Error> {
    let labels = written([columns.iter().map(|column| Cow::Borrowed(column.field.label())).collect()])?;
    Ok([MARK.as_bytes(), &labels].concat())
}

/// The lines of some rows.
///
/// # Errors
/// As [`head`].
pub fn lines(columns: &Columns, rows: &[ListRow]) -> Result<Vec<u8>, csv::Error> {
    written(rows.iter().map(|row| columns.iter().map(|column| inert(cell(row, column.field))).collect()))
}

fn written<'a>(records: impl IntoIterator<Item = Vec<Cow<'a, str>>>) -> Result<Vec<u8>, csv::Error> {
    let mut text = Vec::new();
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(&mut text);
    for record in records {
        writer.write_record(record.iter().map(|cell| cell.as_bytes()))?;
    }
    writer.flush()?;
    drop(writer);
    Ok(text)
}

fn cell(row: &ListRow, field: SortField) -> Cow<'_, str> {
    match field {
        SortField::Number => row.number.to_string().into(),
        SortField::Company => row.company.as_str().into(),
        SortField::Summary => row.summary.as_str().into(),
        SortField::Status => row.status.label().into(),
        SortField::Group => row.group.as_deref().unwrap_or_default().into(),
        SortField::Individual => row.individual.as_deref().unwrap_or_default().into(),
        SortField::RequestedFor => row.requested_for.as_str().into(),
        SortField::Vip => (if row.vip { "Yes" } else { "No" }).into(),
        SortField::RequestedBy => row.requested_by.as_str().into(),
        SortField::Reason => row.reason.as_str().into(),
        SortField::Created | SortField::Match => moment(row.created_on).into(),
    }
}

/// ISO 8601, in UTC.
fn moment(at: OffsetDateTime) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    at.to_offset(UtcOffset::UTC).format(format).unwrap_or_default()
}

/// The text so that no spreadsheet runs it.
fn inert(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.starts_with(FORMULA) { format!("'{text}").into() } else { text }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;
    use crate::model::Status;

    fn row(text: &str) -> ListRow {
        ListRow {
            number: "INT0000042".parse().unwrap(),
            company: text.to_owned(),
            summary: text.to_owned(),
            status: Status::Dropped,
            group: Some(text.to_owned()),
            individual: None,
            requested_for: text.to_owned(),
            vip: true,
            requested_by: text.to_owned(),
            reason: text.to_owned(),
            created_on: datetime!(2026-11-21 01:05:09.123456 +2),
            excerpt: Vec::new(),
        }
    }

    /// The records of what was written, as another program reads them.
    fn read(text: &[u8]) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text);
        reader.records().map(|record| record.unwrap().iter().map(ToOwned::to_owned).collect()).collect()
    }

    fn texts() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[=+@\\-\t\r\n＝＋－＠'\",;a ü]{0,8}"]
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_was_written(texts in prop::collection::vec(texts(), 0..5)) {
            let rows: Vec<ListRow> = texts.iter().map(|text| row(text)).collect();
            let read = read(&lines(&Columns::default(), &rows).unwrap());
            prop_assert_eq!(read.len(), rows.len());
            for (record, text) in read.iter().zip(&texts) {
                prop_assert_eq!(record.len(), SortField::ALL.len());
                for place in [1, 2, 4, 6, 8, 9] {
                    let cell = &record[place];
                    prop_assert!(cell == text || *cell == format!("'{text}"), "{:?}: {:?}", text, cell);
                    prop_assert!(!cell.starts_with(FORMULA), "{:?}", cell);
                }
            }
        }

        #[test]
        fn only_what_begins_as_a_formula_is_changed(text in texts()) {
            let begins = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            let cell = inert(text.as_str().into());
            prop_assert!(!begins || cell == format!("'{text}"), "{}", cell);
            prop_assert!(text.starts_with(FORMULA) || cell == text, "{}", cell);
        }
    }

    #[test]
    fn a_file_begins_with_its_mark_and_the_labels() {
        let head = String::from_utf8(head(&Columns::default()).unwrap()).unwrap();
        let labels = "Work Item ID,Company,Summary,Status,Group,Individual,Requested For,VIP User,Requested By,\
            Reason for Interaction,Created On";
        assert_eq!(head, format!("\u{FEFF}{labels}\r\n"));
    }

    #[test]
    fn a_line_is_what_the_list_shows() {
        let lines = String::from_utf8(lines(&Columns::default(), &[row("a \"b\", c"), row("=1+1")]).unwrap()).unwrap();
        let text = r#""a ""b"", c""#;
        let first = format!(
            "INT0000042,{text},{text},Dropped (Abandoned),{text},,{text},Yes,{text},{text},2026-11-20T23:05:09Z\r\n"
        );
        let second = "INT0000042,'=1+1,'=1+1,Dropped (Abandoned),'=1+1,,'=1+1,Yes,'=1+1,'=1+1,2026-11-20T23:05:09Z\r\n";
        assert_eq!(lines, format!("{first}{second}"));
    }

    #[test]
    fn a_file_has_the_columns_of_the_list_in_their_order() {
        let columns = Columns::read("status,number,vip:90").0;
        let (head, lines) = (head(&columns).unwrap(), lines(&columns, &[row("x")]).unwrap());
        let text = String::from_utf8([head, lines].concat()).unwrap();
        assert_eq!(text, "\u{FEFF}Status,Work Item ID,VIP User\r\nDropped (Abandoned),INT0000042,Yes\r\n");
    }
}
