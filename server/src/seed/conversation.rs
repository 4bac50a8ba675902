//! Chats, with a person or with the virtual assistant first.

use interaction::model::{Channel, StateReason, Status};

use super::compose::{Form, Tone, Voice, details, ending, first_person};
use super::corpus::Kind;
use super::teller::Teller;

/// A conversation, line by line.
pub fn conversation(teller: &mut Teller<'_>, form: Form, tone: Tone) -> String {
    let guest = teller.facts.requested_by.first.clone();
    let agent = teller.facts.agent.map_or_else(|| "Desk".to_owned(), |person| person.first.clone());
    let mut lines = Vec::new();
    let mut say = |teller: &mut Teller<'_>, who: &str, what: String| {
        let at = teller.listed("at_tick");
        lines.push(format!("{at} {who}: {what}"));
    };
    if form.channel == Channel::VirtualAgent {
        let hello = teller.listed("bot_hello");
        say(teller, "Assistant", hello);
    }
    if tone == Tone::Polite {
        let hello = teller.listed("chat_hello");
        say(teller, &guest, hello);
    }
    let told = first_person(teller, form);
    for part in told.split("\n\n") {
        say(teller, &guest, casual(part));
    }
    if form.channel == Channel::VirtualAgent {
        let offer = teller.listed("bot_offer");
        say(teller, "Assistant", offer);
        let refusal = teller.listed("bot_refusal");
        say(teller, &guest, refusal);
    }
    let on_site = matches!(teller.situation.group.as_deref(), Some("Field Support" | "Facilities Desk"));
    let (answer, done, thanks) = match teller.situation.kind {
        Kind::Question => ("chat_answer", "chat_tell", "chat_thanks"),
        Kind::Request => ("chat_take", "chat_tell", "chat_thanks"),
        _ if on_site => ("chat_ask", "chat_visit", "chat_thanks"),
        Kind::Incident | Kind::Event => ("chat_ask", "chat_try", "chat_works"),
    };
    let answer = teller.listed(answer);
    say(teller, &agent, answer);
    for detail in details(teller, if tone == Tone::Terse { 1 } else { 2 }, Voice::Person) {
        say(teller, &guest, casual(&detail));
    }
    if tone == Tone::Cross {
        let mood = teller.listed("chat_cross");
        say(teller, &guest, mood);
    }
    match (form.state.status(), form.state.reason()) {
        (Status::Completed, _) => {
            for (name, who) in [(done, &agent), (thanks, &guest)] {
                let line = teller.listed(name);
                say(teller, who, line);
            }
            lines.extend(ending(teller, form.state).map(|end| format!("\n{end}")));
        }
        (Status::Dropped, Some(StateReason::NoUserResponse)) => {
            let line = teller.listed("chat_still_there");
            say(teller, &agent, line);
            lines.push(teller.listed("chat_no_answer"));
        }
        (Status::Dropped, _) => lines.push(teller.listed("chat_left")),
        (Status::New, _) => {}
        _ => {
            let line = teller.listed("chat_hand_over");
            say(teller, &agent, line);
        }
    }
    lines.join("\n")
}

/// The text as people type it into a chat: no full stop, and a small letter unless it may be a
/// name.
fn casual(text: &str) -> String {
    const SMALL: [&str; 42] = [
        "A",
        "After",
        "All",
        "Are",
        "As",
        "At",
        "Can",
        "Could",
        "Every",
        "Everything",
        "For",
        "From",
        "How",
        "I",
        "If",
        "In",
        "Is",
        "It",
        "Just",
        "My",
        "No",
        "Nobody",
        "Not",
        "Nothing",
        "On",
        "One",
        "Our",
        "Please",
        "Same",
        "Since",
        "Somebody",
        "Something",
        "Sometimes",
        "The",
        "There",
        "This",
        "Tried",
        "We",
        "What",
        "When",
        "Where",
        "With",
    ];
    let text = text.trim_end_matches('.');
    let first = text.split(' ').next().unwrap_or_default();
    if SMALL.contains(&first) { format!("{}{}", first.to_lowercase(), &text[first.len()..]) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chat_is_written_small() {
        assert_eq!(casual("The screen is dark."), "the screen is dark");
        assert_eq!(casual("VPN drops."), "VPN drops");
    }
}
