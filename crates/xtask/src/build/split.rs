//! Cuts the compiler's WebAssembly into the part every page needs and one part for each page
//! (`#[lazy_route]` in `app/src/routes.rs`), which the browser loads when it gets there.
//!
//! `wasm_split_cli_support` is the library that cargo-leptos uses for the same.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

use super::stamp::{Fingerprint, unless_fresh};
use super::{NAME, Profile};
use crate::process::step;
use crate::workspace::Workspace;

/// Name of the script that loads the parts.
pub const LINK: &str = "__wasm_split.js";

/// Name of the list of files that each page needs: `{"page": ["chunk_0", "page"]}`.
pub const MANIFEST: &str = "parts.json";

/// How a part is fetched, in place of a plain `fetch`. A network that is away is waited for. A part that is gone
/// belongs to a build that the server no longer has: then the next page is loaded as a whole, the one whose link
/// was clicked already or will be. A page that is open stays: parts are fetched ahead too, and somebody may be typing.
const LOAD: &str = "\
const page = (url) => url.pathname + url.search;
// The other page that a click leads to in this tab, if it does.
function leadsTo(event) {
    const to = event.target.closest?.('a[href]');
    const here = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    return to && here && !to.target && to.origin === location.origin && page(to) !== page(location) ? to.href : undefined;
}
let clicked, from, anew = false;
addEventListener('click', (event) => { clicked = leadsTo(event); from = page(location); }, true);
function nextPageAnew() {
    if (anew) return;
    anew = true;
    const open = page(location);
    addEventListener('popstate', () => { if (page(location) !== open) location.reload(); });
    addEventListener('click', (event) => {
        const to = leadsTo(event);
        if (!to) return;
        event.preventDefault();
        event.stopPropagation();
        location.assign(to);
    }, true);
    // Clicked, and still waited for.
    if (clicked && from === open) location.assign(clicked);
}
async function load(url) {
    for (;;) {
        const answer = await fetch(url).catch(() => undefined);
        if (answer?.ok) return answer;
        if (answer && answer.status < 500) {
            nextPageAnew();
            return new Promise(() => {});
        }
        await new Promise((resolve) => setTimeout(resolve, 1000));
    }
}
";

/// WebAssembly in parts.
#[derive(Debug)]
pub struct Split {
    /// What every page needs, still to be bound to JavaScript.
    pub main: PathBuf,
    /// The other parts, [`LINK`] and [`MANIFEST`].
    pub parts: PathBuf,
}

/// Splits what the compiler made; it must have been linked with `--emit-relocs`.
pub fn split(workspace: &Workspace, profile: Profile, input: &Path) -> Result<Split> {
    let folder = profile.scratch(workspace).join("split");
    let split = Split { main: folder.join("main.wasm"), parts: folder.join("parts") };
    let inputs = Fingerprint::default().with_path(input).with(LOAD);
    unless_fresh(&folder, &inputs, || {
        step("Splitting the WebAssembly by page");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&split.parts)?;
        let wasm = fs::read(input).with_context(|| format!("reading {}", input.display()))?;
        let main_module = format!("./{NAME}.js");
        let link_name = format!("./{LINK}");
        let mut options = Options::new(&wasm);
        options.output_dir = &split.parts;
        options.main_out_path = &split.main;
        options.main_module = &main_module;
        options.link_name = &link_name;
        let made = transform(options).map_err(|error| anyhow!("splitting the WebAssembly failed: {error:#}"))?;
        let link = split.parts.join(LINK);
        let script = fs::read_to_string(&link)?;
        fs::write(&link, format!("{}{LOAD}", script.replace("fetch(new URL(", "load(new URL(")))?;
        Ok(fs::write(split.parts.join(MANIFEST), serde_json::to_vec(&made.prefetch_map)?)?)
    })?;
    Ok(split)
}
