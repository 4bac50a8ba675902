//! Puts summary and description together: what is said, by whom, in what form and tone.

use interaction::model::{Channel, DESCRIPTION_LIMIT, SUMMARY_LIMIT, State, StateReason, Status};
use kernel::graphemes;

use super::conversation::conversation;
use super::corpus::Kind;
use super::state::is_self_service;
use super::teller::Teller;
use super::text::{Template, capitalised};

/// From how many characters on a description counts as very long.
const VERY_LONG: usize = 3_000;

/// What the form of the text depends on.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    pub channel: Channel,
    pub state: State,
    /// Whether the person turns to the desk again about the same thing.
    pub follow_up: bool,
    /// Whether somebody else turned to the desk for the person.
    pub on_behalf: bool,
}

/// How people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Polite,
    Plain,
    Terse,
    Cross,
}

/// Who writes the details down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Voice {
    Person,
    Agent,
}

/// Summary and description of one interaction.
pub fn compose(teller: &mut Teller<'_>, form: Form) -> (String, String) {
    if form.state.reason() == Some(StateReason::LeftBeforeEngagement) {
        return left(teller, form.channel);
    }
    let mut tone =
        [Tone::Polite, Tone::Plain, Tone::Terse, Tone::Cross][teller.dice.weighted([42, 34, 14, 10].into_iter())];
    if tone == Tone::Cross && teller.situation.kind != Kind::Incident && !form.follow_up {
        tone = Tone::Plain;
    }
    let summary = summary(teller, form, tone);
    // Some people write the whole matter into the subject and nothing below it.
    if is_self_service(form.channel) && teller.dice.chance(5) {
        let told = first_person(teller, form).replace("\n\n", " ").replace('\n', " ");
        return (cut(format!("{summary} – {told}"), SUMMARY_LIMIT), details(teller, 2, Voice::Person).join(" "));
    }
    let description = match form.channel {
        Channel::Phone | Channel::WalkIn => noted(teller, form, tone),
        Channel::Email => letter(teller, form, tone),
        Channel::MyService | Channel::Web => typed(teller, form, tone),
        Channel::Chat | Channel::VirtualAgent => conversation(teller, form, tone),
        Channel::Monitoring | Channel::Integration | Channel::EBonding => reported(teller),
    };
    (cut(summary, SUMMARY_LIMIT), cut(description, DESCRIPTION_LIMIT))
}

fn summary(teller: &mut Teller<'_>, form: Form, tone: Tone) -> String {
    let mut summary = capitalised(&teller.one_of(&teller.situation.summaries));
    if form.follow_up && teller.dice.chance(70) {
        teller.bind("summary", summary);
        summary = teller.listed("follow_summary");
    }
    if form.channel == Channel::Email && teller.situation.lang.is_empty() && teller.dice.chance(12) {
        summary = format!("{}{summary}", ["Fwd: ", "Re: ", "FW: ", "Re: Re: "][teller.dice.below(4)]);
    } else if tone == Tone::Cross && teller.dice.chance(22) {
        summary = format!("{}{summary}", ["URGENT: ", "URGENT - ", "Again: ", "!! "][teller.dice.below(4)]);
    }
    summary
}

/// Somebody who left before anybody answered: little is known.
fn left(teller: &mut Teller<'_>, channel: Channel) -> (String, String) {
    let name = match channel {
        Channel::Phone => "phone",
        Channel::WalkIn => "walk_in",
        _ => "chat",
    };
    let summary = teller.listed(&format!("left_{name}_summary"));
    let description = teller.listed(&format!("left_{name}"));
    (summary, description)
}

/// An agent's notes of a call or of a visit at the counter.
fn noted(teller: &mut Teller<'_>, form: Form, tone: Tone) -> String {
    if teller.dice.chance(5) {
        return String::new();
    }
    let mut lines = Vec::new();
    if form.on_behalf {
        lines.push(teller.listed("behalf_noted"));
    }
    if form.follow_up {
        lines.push(teller.listed(if teller.situation.kind == Kind::Request { "ask_noted" } else { "follow_noted" }));
    }
    let situation = teller.situation;
    let notes = if situation.noted.is_empty() { &situation.told } else { &situation.noted };
    lines.push(capitalised(&teller.one_of(notes)));
    lines.extend(details(teller, if tone == Tone::Terse { 1 } else { 3 }, Voice::Agent));
    if tone == Tone::Cross {
        lines.push(teller.listed("mood_noted"));
    }
    let separator = if teller.dice.chance(35) { "\n" } else { " " };
    let mut text = lines.join(separator);
    if teller.dice.chance(30) {
        text.push_str(separator);
        text.push_str(&teller.listed("reach_noted"));
    }
    text = lengthen(teller, text, 3, Voice::Agent);
    if let Some(end) = ending(teller, form.state) {
        text.push_str(if separator == "\n" { "\n" } else { "\n\n" });
        text.push_str(&end);
    }
    text
}

/// What an agent adds as it goes on.
pub fn ending(teller: &mut Teller<'_>, state: State) -> Option<String> {
    let name = match (state.status(), state.reason()) {
        (Status::Completed, _) if !teller.situation.fixes.is_empty() => {
            let fix = capitalised(&teller.one_of(&teller.situation.fixes));
            teller.bind("fix", fix);
            "end_fixed"
        }
        (Status::OnHold, Some(StateReason::WaitingOnCustomer)) if !teller.situation.waits.is_empty() => {
            let wait = teller.one_of(&teller.situation.waits);
            teller.bind("wait", wait);
            "end_waiting"
        }
        (Status::OnHold, Some(StateReason::WaitingInternal)) => "end_internal",
        (Status::OnHold, Some(StateReason::WaitingForAssignment)) => "end_assignment",
        (Status::Dropped, Some(StateReason::UserEnded)) => "end_hung_up",
        (Status::Dropped, Some(StateReason::NoUserResponse)) => "end_no_answer",
        (Status::Dropped, _) => "end_dropped",
        (Status::Withdrawn, _) => "end_withdrawn",
        (Status::Denied, _) => "end_denied",
        (Status::AwaitingApproval, _) => "end_approval",
        _ => return None,
    };
    Some(teller.listed(name))
}

/// An e-mail.
fn letter(teller: &mut Teller<'_>, form: Form, tone: Tone) -> String {
    let mut paragraphs = Vec::new();
    if tone != Tone::Terse {
        paragraphs.push(teller.listed("greeting"));
    }
    let mut body = first_person(teller, form);
    if paragraphs.is_empty() {
        body = capitalised(&body);
    }
    let more = details(teller, if tone == Tone::Terse { 1 } else { 3 }, Voice::Person);
    if !more.is_empty() {
        let separator = if teller.dice.chance(40) { "\n\n" } else { " " };
        body = format!("{body}{separator}{}", more.join(" "));
    }
    paragraphs.push(body);
    paragraphs.extend(aside(teller, tone));
    let long = lengthen(teller, paragraphs.join("\n\n"), 7, Voice::Person);
    let closing = if tone == Tone::Terse { String::new() } else { teller.listed("closing") };
    let signature = teller.listed("signature");
    format!("{long}\n\n{closing}{}{signature}", if closing.is_empty() { "" } else { "\n" })
}

/// A form of the self-service pages.
fn typed(teller: &mut Teller<'_>, form: Form, tone: Tone) -> String {
    // Some leave it at the subject.
    if tone == Tone::Terse && teller.dice.chance(25) {
        return String::new();
    }
    let mut paragraphs = vec![capitalised(&first_person(teller, form))];
    let more = details(teller, if tone == Tone::Terse { 0 } else { 3 }, Voice::Person);
    if !more.is_empty() {
        let separator = if teller.dice.chance(25) { "\n" } else { " " };
        paragraphs.push(more.join(separator));
    }
    paragraphs.extend(aside(teller, tone));
    let separator = if teller.dice.chance(50) { "\n\n" } else { " " };
    let text = paragraphs.join(separator);
    lengthen(teller, text, 5, Voice::Person)
}

/// What the person says, with what leads up to it.
pub fn first_person(teller: &mut Teller<'_>, form: Form) -> String {
    let mut told = teller.one_of(&teller.situation.told);
    let english = teller.situation.lang.is_empty();
    if english {
        told = capitalised(&told);
    }
    if form.follow_up && english {
        let before = teller.listed(if teller.situation.kind == Kind::Request { "ask_told" } else { "follow_told" });
        told = format!("{before} {told}");
    }
    if form.on_behalf && english {
        teller.bind("told", told);
        told = teller.listed("behalf_told");
    }
    told
}

fn aside(teller: &mut Teller<'_>, tone: Tone) -> Option<String> {
    let name = match tone {
        Tone::Polite if teller.dice.chance(35) => "aside_polite",
        Tone::Cross if teller.dice.chance(75) => "aside_cross",
        Tone::Plain if teller.dice.chance(20) => "aside_plain",
        _ => return None,
    };
    Some(teller.listed(name)).filter(|aside| !aside.is_empty())
}

/// What a machine reports.
fn reported(teller: &mut Teller<'_>) -> String {
    let told = teller.one_of(&teller.situation.told);
    let more = details(teller, 2, Voice::Person);
    if more.is_empty() { told } else { format!("{told}\n{}", more.join("\n")) }
}

/// Up to so many different details, in the order they are written in; an agent does not speak in
/// the person's first person.
pub fn details(teller: &mut Teller<'_>, most: usize, voice: Voice) -> Vec<String> {
    let fits = |(personal, _): &&(bool, Template)| voice == Voice::Person || !personal;
    let all: Vec<&Template> = teller.situation.details.iter().filter(fits).map(|(_, detail)| detail).collect();
    let mut wanted = teller.dice.below(most + 1).min(all.len());
    let mut chosen = Vec::new();
    for (at, detail) in all.iter().enumerate() {
        if teller.dice.below(all.len() - at) < wanted {
            wanted -= 1;
            chosen.push(capitalised(&teller.render(detail)));
        }
    }
    chosen
}

/// Adds what a few people write besides, for `in_a_hundred` of them until it is very long.
fn lengthen(teller: &mut Teller<'_>, mut text: String, in_a_hundred: usize, voice: Voice) -> String {
    let situation = teller.situation;
    let list = match (situation.kind, situation.path[0].as_str(), situation.path[1].as_str()) {
        (Kind::Incident, "Software" | "Network" | "Collaboration" | "Access", _) => "long_incident",
        (Kind::Request, "Software", _) | (Kind::Request, _, "Permissions") => "long_request",
        _ => return text,
    };
    if !situation.lang.is_empty() || !teller.dice.chance(in_a_hundred) {
        return text;
    }
    if voice == Voice::Agent {
        text = format!("{text}\n\n{}", teller.listed("long_lead"));
    }
    let company = &teller.facts.organisation.companies[teller.facts.company].name;
    let blocks = teller.corpus.list(list, "", company);
    let from = teller.dice.below(blocks.len());
    for block in blocks.iter().cycle().skip(from).take(blocks.len()) {
        if graphemes(&text) > VERY_LONG {
            break;
        }
        let block = teller.render(block);
        if graphemes(&text) + graphemes(&block) < DESCRIPTION_LIMIT - 300 {
            text = format!("{text}\n\n{block}");
        }
    }
    text
}

/// The text up to the limit, at the end of a sentence or line.
fn cut(text: String, limit: usize) -> String {
    let text = text.trim();
    if graphemes(text) <= limit {
        return text.to_owned();
    }
    let end = text.char_indices().nth(limit).map_or(text.len(), |(at, _)| at);
    let kept = &text[..end];
    let at = kept.rfind(". ").map(|at| at + 1).or_else(|| kept.rfind(['\n', ' '])).unwrap_or(end);
    kept[..at].trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_where_a_sentence_ends() {
        assert_eq!(cut("One. Two. Three".to_owned(), 11), "One. Two.");
        assert_eq!(cut("Short".to_owned(), 11), "Short");
        assert!(graphemes(&cut("ä".repeat(40), 11)) <= 11);
    }
}
