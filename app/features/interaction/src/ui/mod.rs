//! Pages and parts of this slice.

mod attachments;
mod board;
mod bulk;
mod comments;
mod earlier;
mod follow;
mod form;
mod history;
mod keep;
mod links;
mod list;
mod mine;
mod misread;
mod record;
mod relations;
mod status;
mod unsubscribe;
mod views;
mod watchers;

use kernel::InteractionNumber;
use people::ui::current_person;

use crate::model::LIST_PATH;

pub use board::BoardPage;
pub use bulk::{BulkEditPage, BulkJobPage};
pub use form::NewInteractionPage;
pub use list::{InteractionsPage, ListTool, opens_tool};
pub use mine::{MyInteractionPage, MyRequestsPage};
pub use record::RecordPage;
pub use status::StatusBadge;
pub use unsubscribe::UnsubscribePage;
pub use views::ViewsPage;

/// The list, as it opens for who is signed in.
pub fn list_href() -> String {
    let opens_with = current_person().and_then(|me| me.opens_with);
    opens_with.map_or_else(|| LIST_PATH.to_owned(), |opens_with| format!("{LIST_PATH}?{opens_with}"))
}

/// Reads a text as the number of an interaction: what it opens, and its address. The digits alone will do.
pub fn jump(text: &str) -> Option<(String, String)> {
    let number = InteractionNumber::read(text)?;
    Some((format!("Open {number}"), format!("/interactions/{number}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_gone_to_with_its_letters_or_without() {
        let to = Some(("Open INT0000012".to_owned(), "/interactions/INT0000012".to_owned()));
        for text in ["INT0000012", "12", "0000012"] {
            assert_eq!(jump(text), to, "{text}");
        }
        for text in ["", "INT", "printer", "-1", "0", "12 printers"] {
            assert_eq!(jump(text), None, "{text:?}");
        }
    }
}
