//! The whole application: the server, the WebAssembly of the browser, the style sheet, the files.
//!
//! What cargo-leptos does for other Leptos projects is done here, so that a fresh clone needs no
//! build tool that takes minutes to compile (`docs/adr/0002-one-build-in-xtask.md`). Each step has a
//! file: `cargo` (both compilations), `split` (the WebAssembly by page), `bindgen` (its JavaScript),
//! `style` (Tailwind), `site` (the folder that is served), and `stamp` decides what need not be done again.

mod bindgen;
mod cargo;
mod order;
mod site;
mod split;
pub mod stamp;
mod style;

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::Instant;

use anyhow::{Result, anyhow, bail};
use clap::Args;

use crate::process::step;
use crate::tools;
use crate::workspace::Workspace;

/// Name of the program and of its files in the browser.
pub const NAME: &str = "firstline";

#[derive(Args)]
pub struct Options {
    /// Build for development: quick to make, slow to run
    #[arg(long)]
    dev: bool,
}

/// For whom a build is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// The edit loop: no optimisation, plain file names.
    Dev,
    /// What ships: optimised, file names with a hash, compressed beforehand.
    Release,
}

/// A finished build.
#[derive(Debug)]
pub struct Built {
    /// The server.
    pub executable: PathBuf,
    /// The folder it serves files from.
    pub site: PathBuf,
}

impl Built {
    /// What was built last, as it is.
    pub fn latest(workspace: &Workspace, profile: Profile) -> Result<Self> {
        let folder = if profile == Profile::Release { "target/release" } else { "target/debug" };
        let built = Self { executable: workspace.path(folder).join(NAME), site: profile.site(workspace) };
        if !built.executable.is_file() || !built.site.is_dir() {
            bail!("there is no finished build: `cargo xtask build` makes one");
        }
        Ok(built)
    }

    /// The server's program, told where its files are.
    pub fn server(&self) -> Command {
        let mut command = Command::new(&self.executable);
        command.env("LEPTOS_SITE_ROOT", &self.site);
        command
    }
}

impl Profile {
    /// Where the intermediate files of this profile are.
    fn scratch(self, workspace: &Workspace) -> PathBuf {
        workspace.path(match self {
            Self::Dev => "target/xtask/dev",
            Self::Release => "target/xtask/release",
        })
    }

    fn site(self, workspace: &Workspace) -> PathBuf {
        workspace.path(match self {
            Self::Dev => "target/site-dev",
            Self::Release => "target/site",
        })
    }
}

/// `cargo xtask build`.
pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let built = build(workspace, if options.dev { Profile::Dev } else { Profile::Release })?;
    step(&format!("Built {} and {}", built.executable.display(), built.site.display()));
    Ok(ExitCode::SUCCESS)
}

/// Builds what is not up to date.
///
/// The server compiles beside everything else: on two cores the optimiser's last, single-threaded
/// part of one hides behind the other.
pub fn build(workspace: &Workspace, profile: Profile) -> Result<Built> {
    let begin = Instant::now();
    tools::node()?;
    tools::wasm_target(workspace)?;
    step("Building the server, the browser's WebAssembly and the style sheet");
    std::fs::create_dir_all(profile.scratch(workspace))?;
    let executable = thread::scope(|scope| {
        let server = scope.spawn(|| cargo::server(workspace, profile));
        let style = scope.spawn(|| {
            tools::node_modules(workspace.root())?;
            style::compile(workspace, profile)
        });
        let wasm = cargo::wasm(workspace, profile)
            .and_then(|wasm| split::split(workspace, profile, &wasm))
            .and_then(|split| bindgen::bind(workspace, profile, &split));
        let style = style.join().map_err(|_| anyhow!("the style sheet's thread panicked"))?;
        let page = wasm.and_then(|bound| site::assemble(workspace, profile, &bound, &style?));
        let executable = server.join().map_err(|_| anyhow!("the server's thread panicked"))?;
        page.and(executable)
    })?;
    step(&format!("Build up to date after {:.1} s", begin.elapsed().as_secs_f32()));
    Ok(Built { executable, site: profile.site(workspace) })
}
