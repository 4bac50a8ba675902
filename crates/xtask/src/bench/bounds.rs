//! What we hold ourselves to, and whether it was met.
//!
//! The bounds are for two processors with PostgreSQL and the load generator on the same machine.

use super::live::CONNECTIONS;
use super::report::Results;

/// A bound beside what was measured.
#[derive(Debug)]
pub struct Verdict {
    pub what: &'static str,
    pub bound: String,
    pub measured: String,
    pub met: bool,
}

/// Pages of the list a second, at 16 connections.
const LIST_PER_SECOND: f64 = 1_200.0;
/// Milliseconds in which 99 of 100 of them are there.
const LIST_P99_MS: f64 = 30.0;
/// Page 1,000 against page 1: half of their answers, at one connection.
const DEEP_RATIO: f64 = 1.5;
/// The list of the largest database against that of the smallest: half of their answers, at 16 connections.
const GROWTH_RATIO: f64 = 1.5;
/// New interactions a second, at 16 connections.
const CREATE_PER_SECOND: f64 = 500.0;
/// Milliseconds for a record that much was said about, at 16 connections.
const RECORD_P99_MS: f64 = 40.0;
/// Milliseconds for a look-up, at 16 connections.
const LOOK_UP_P99_MS: f64 = 20.0;
/// Milliseconds for a list with three conditions, one of them text, at one connection.
const FILTER_P99_MS: f64 = 60.0;
/// Milliseconds for a word in the search box, at one connection.
const SEARCH_P99_MS: f64 = 60.0;
/// Milliseconds for a number in the search box, at one connection.
const NUMBER_P99_MS: f64 = 10.0;
/// Milliseconds for the counts of the scopes, at 16 connections.
const COUNTS_P99_MS: f64 = 20.0;
/// Milliseconds in which 99 of 100 open pages hear of a change, of 1,000.
const LIVE_P99_MS: f64 = 500.0;
/// MB of the server with them.
const LIVE_MEMORY_MB: f64 = 150.0;
/// MB by which the server grows while it sends a file of up to a million rows.
const EXPORT_GROWTH_MB: f64 = 10.0;
/// Milliseconds until the list is alive on a phone's processor, half of the times.
const HYDRATED_P50_MS: f64 = 1_500.0;
/// Milliseconds from the list to a record and back, half of the times.
const SOFT_P50_MS: f64 = 100.0;
/// Bytes of the first visit, compressed.
const FIRST_BYTES: usize = 300_000;
/// Bytes of the next page, compressed.
const NEXT_BYTES: usize = 60_000;

impl Verdict {
    /// As it is printed.
    pub fn row(self) -> Vec<String> {
        let met = if self.met { "met" } else { "NOT MET" };
        vec![self.what.to_owned(), self.bound, self.measured, met.to_owned()]
    }
}

/// What the list costs with the most interactions beside what it costs with the least.
pub fn judge_growth(least: &Results, most: &Results) -> Option<Verdict> {
    let ratio = most.case("list", 16)?.p50_ms / least.case("list", 16)?.p50_ms;
    Some(Verdict {
        what: "list with the most against the least, p50 at 16 connections",
        bound: format!("<= {GROWTH_RATIO} x"),
        measured: format!("{ratio:.2} x"),
        met: ratio <= GROWTH_RATIO,
    })
}

/// All bounds for whose case there are figures.
pub fn judge(results: &Results) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    let mut add = |what, bound, measured, met| verdicts.push(Verdict { what, bound, measured, met });
    let (list, create) = (results.case("list", 16), results.case("create", 16));
    if let Some(list) = list {
        let (bound, measured) = (format!(">= {LIST_PER_SECOND}/s"), format!("{:.0}/s", list.per_second));
        add("list, 16 connections", bound, measured, list.per_second >= LIST_PER_SECOND);
        let (bound, measured) = (format!("<= {LIST_P99_MS} ms"), format!("{:.1} ms", list.p99_ms));
        add("list, p99 at 16 connections", bound, measured, list.p99_ms <= LIST_P99_MS);
    }
    if let (Some(first), Some(deep)) = (results.case("list", 1), results.case("list-deep", 1)) {
        let ratio = deep.p50_ms / first.p50_ms;
        add(
            "deep page against page 1, p50",
            format!("<= {DEEP_RATIO} x"),
            format!("{ratio:.2} x"),
            ratio <= DEEP_RATIO,
        );
    }
    if let Some(create) = create {
        let (bound, measured) = (format!(">= {CREATE_PER_SECOND}/s"), format!("{:.0}/s", create.per_second));
        add("create, 16 connections", bound, measured, create.per_second >= CREATE_PER_SECOND);
    }
    if let Some(record) = results.case("record-long", 16) {
        let (bound, measured) = (format!("<= {RECORD_P99_MS} ms"), format!("{:.1} ms", record.p99_ms));
        add("long record, p99 at 16 connections", bound, measured, record.p99_ms <= RECORD_P99_MS);
    }
    for (case, connections, what, most) in [
        ("filter", 1, "three conditions, p99", FILTER_P99_MS),
        ("search", 1, "search box, p99", SEARCH_P99_MS),
        ("search-number", 1, "search box, a number, p99", NUMBER_P99_MS),
        ("counts", 16, "counts, p99 at 16 connections", COUNTS_P99_MS),
    ] {
        if let Some(found) = results.case(case, connections) {
            let (bound, measured) = (format!("<= {most} ms"), format!("{:.1} ms", found.p99_ms));
            add(what, bound, measured, found.p99_ms <= most);
        }
    }
    if let Some(look_up) = results.case("look-up", 16) {
        let (bound, measured) = (format!("<= {LOOK_UP_P99_MS} ms"), format!("{:.1} ms", look_up.p99_ms));
        add("look-up, p99 at 16 connections", bound, measured, look_up.p99_ms <= LOOK_UP_P99_MS);
    }
    for (case, what, most) in [
        ("browser-hydrated", "list alive on a phone's processor, p50", HYDRATED_P50_MS),
        ("browser-record", "from the list to a record, p50", SOFT_P50_MS),
        ("browser-back", "back to the list, p50", SOFT_P50_MS),
    ] {
        if let Some(taken) = results.case(case, 1) {
            let (bound, measured) = (format!("<= {most} ms"), format!("{:.0} ms", taken.p50_ms));
            add(what, bound, measured, taken.p50_ms <= most);
        }
    }
    if let Some((first, most)) = results.export_memory_mb {
        let (bound, measured) = (format!("<= {EXPORT_GROWTH_MB} MB"), format!("{:.1} MB", most - first));
        add("server's memory grows during a file", bound, measured, most - first <= EXPORT_GROWTH_MB);
    }
    if let (Some(live), Some(memory)) = (results.case("live", CONNECTIONS), results.live_memory_mb) {
        let (bound, measured) = (format!("<= {LIVE_P99_MS} ms"), format!("{:.1} ms", live.p99_ms));
        add("a change seen by 1,000 open pages, p99", bound, measured, live.p99_ms <= LIVE_P99_MS);
        let (bound, measured) = (format!("<= {LIVE_MEMORY_MB} MB"), format!("{memory:.0} MB"));
        add("server's memory with 1,000 open pages", bound, measured, memory <= LIVE_MEMORY_MB);
    }
    if let Some(weight) = &results.weight {
        let (bytes, next) = (weight.first_bytes(), weight.next.bytes);
        add("first load, brotli", format!("<= {FIRST_BYTES} B"), format!("{bytes} B"), bytes <= FIRST_BYTES);
        add("next page, brotli", format!("<= {NEXT_BYTES} B"), format!("{next} B"), next <= NEXT_BYTES);
    }
    verdicts
}
