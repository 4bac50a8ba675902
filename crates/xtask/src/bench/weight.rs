//! What a browser loads over the wire: the list's page and every file it names, compressed.

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::{Value, json};

use super::cases::Cookies;
use super::data::Data;
use super::http::Request;

/// A loaded file.
#[derive(Debug)]
pub struct Loaded {
    pub path: String,
    /// Bytes of its body as sent.
    pub bytes: usize,
    /// How it was sent: `br`, `gzip` or nothing.
    pub encoding: String,
}

/// What the first visit and the next page cost.
#[derive(Debug)]
pub struct Weight {
    /// The page and its files.
    pub first: Vec<Loaded>,
    /// The rows of the next page, as the browser fetches them.
    pub next: Loaded,
}

impl Weight {
    /// Bytes of the first visit.
    pub fn first_bytes(&self) -> usize {
        self.first.iter().map(|loaded| loaded.bytes).sum()
    }

    pub fn to_json(&self) -> Value {
        let one = |loaded: &Loaded| json!({ "path": loaded.path, "bytes": loaded.bytes, "encoding": loaded.encoding });
        json!({
            "first": self.first.iter().map(one).collect::<Vec<_>>(),
            "first_bytes": self.first_bytes(),
            "next": one(&self.next),
        })
    }
}

/// Loads the list as a browser does for the first time, and then its second page.
pub fn weigh(data: &Data, address: &str, cookies: &Cookies) -> Result<Weight> {
    let page = Request::get("/interactions").with("cookie", &cookies.agent);
    let answer = page.expect(address, "row-link")?;
    let mut found = files(&answer.text());
    found.extend(answer.headers("link").flat_map(files));
    let mut first = vec![load(address, page)?];
    let mut known = BTreeSet::new();
    while let Some(path) = found.pop() {
        if known.insert(path.clone()) {
            let request = Request::get(path.clone());
            if is_script(&path) {
                let script = request.expect(address, "")?.text();
                found.extend(imports(&path, &script));
            }
            first.push(load(address, request)?);
        }
    }
    first.sort_by_key(|loaded| std::cmp::Reverse(loaded.bytes));
    let newest = data.value("select max(number) from interaction")?;
    let query = json!({ "query": {
        "scope": "all", "days": null, "sort": { "field": "created", "descending": true },
        "after": { "key": "", "number": newest.parse::<i64>()? }, "before": null,
    } });
    let next = Request::post_json("/api/list_interactions", query.to_string()).with("cookie", &cookies.agent);
    next.expect(address, "counts")?;
    Ok(Weight { first, next: load(address, next)? })
}

fn load(address: &str, request: Request) -> Result<Loaded> {
    let path = request.path.clone();
    let answer = request.with("accept-encoding", "br, gzip").expect(address, "")?;
    let encoding = answer.headers("content-encoding").next().unwrap_or_default().to_owned();
    Ok(Loaded { path, bytes: answer.body.len(), encoding })
}

/// The files of this site that a page names.
fn files(html: &str) -> Vec<String> {
    let named = html.split(['"', '\'', ' ', '<', '>', '(', ')', '=']);
    let files = named.filter(|text| text.starts_with("/pkg/") || *text == "/favicon.svg");
    files.map(str::to_owned).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The scripts that a script imports: `from './snippets/NAME/inline0.js'`. (The parts of the wasm that a page
/// needs are named beside it.)
fn imports(path: &str, script: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let texts: Vec<&str> = script.split(['"', '\'']).collect();
    let imported = texts.windows(2).filter(|pair| pair[0].trim_end().ends_with("from")).map(|pair| pair[1]);
    imported.filter_map(|text| text.strip_prefix("./")).map(|text| format!("{folder}/{text}")).collect()
}

fn is_script(path: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|extension| extension == "js")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_and_a_script_name_files() {
        let html = r#"<link href="/pkg/a.css"><link rel=modulepreload href=/pkg/a.js><a href="/board"></a><script>import("/pkg/a.js")</script>"#;
        assert_eq!(files(html), ["/pkg/a.css", "/pkg/a.js"]);
        assert_eq!(
            imports(
                "/pkg/a.js",
                "import { x } from './snippets/y-1/inline0.js'; import * as y from './b.js'; z('./c.js')"
            ),
            ["/pkg/snippets/y-1/inline0.js", "/pkg/b.js"]
        );
    }
}
