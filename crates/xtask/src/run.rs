//! `cargo xtask run`: from a fresh clone to a running Firstline.

use std::os::unix::process::CommandExt;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;

use crate::build::{self, Profile};
use crate::process::step;
use crate::workspace::Workspace;

#[derive(Args)]
pub struct Options {
    /// Run a development build: quicker to make, slower to use
    #[arg(long)]
    dev: bool,

    /// Options for `firstline serve`, behind `--`: for example `-- --addr 0.0.0.0:8080`
    #[arg(last = true, value_name = "OPTION")]
    server: Vec<String>,
}

/// Builds, then becomes the server: signals and the exit code are its own.
pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    if std::env::var_os("DATABASE_URL").is_none() && !options.server.iter().any(|option| option.contains("database")) {
        // Minutes before the server would say it.
        cluster::Cluster::check_installed()?;
    }
    let built = build::build(workspace, if options.dev { Profile::Dev } else { Profile::Release })?;
    step("Starting Firstline; Ctrl-C stops it");
    let mut server = built.server();
    let error = server.arg("serve").args(&options.server).exec();
    Err(error).with_context(|| format!("could not start {}", built.executable.display()))
}
