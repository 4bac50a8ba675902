//! Starting other programs, saying what is done, and failing with a sentence.

use std::fmt::Write;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::process::{Command, Output, Stdio};
use std::thread;

use anyhow::{Context, Result, bail};

/// Says on stderr which step begins.
pub fn step(what: &str) {
    eprintln!("==> {what}");
}

/// Runs a command with our own input and output; an exit code other than 0 is an error.
pub fn run(command: &mut Command) -> Result<()> {
    if succeeds(command)? {
        return Ok(());
    }
    bail!("`{}` failed", shown(command))
}

/// Runs a command with our own input and output and tells whether it succeeded.
pub fn succeeds(command: &mut Command) -> Result<bool> {
    Ok(command.status().with_context(|| not_started(command))?.success())
}

/// Runs a command and returns what it printed; its stderr is shown only when it fails.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| not_started(command))?;
    if !output.status.success() {
        bail!("`{}` failed:\n{}", shown(command), words(&output));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program can be started at all.
pub fn exists(program: &str) -> bool {
    let outcome = Command::new(program).arg("--version").stdin(Stdio::null()).output();
    !matches!(outcome, Err(error) if error.kind() == ErrorKind::NotFound)
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut line = program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned();
    for argument in command.get_args() {
        let argument = argument.to_string_lossy();
        // Writing to a String cannot fail.
        let _ = if argument.contains(' ') { write!(line, " '{argument}'") } else { write!(line, " {argument}") };
    }
    line
}

fn not_started(command: &Command) -> String {
    format!("could not start `{}`", shown(command))
}

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)).trim().to_owned()
}

/// Runs a command, showing each line it prints behind a label: for steps that run side by side.
pub fn run_labelled(label: &str, command: &mut Command) -> Result<()> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| not_started(command))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| relabel(label, stdout));
        relabel(label, stderr);
    });
    if !child.wait()?.success() {
        bail!("`{}` failed", shown(command));
    }
    Ok(())
}

/// Runs a command whose output goes on to ours, handing each line of its stdout to `listen` as
/// well; tells whether it succeeded.
pub fn run_listening(command: &mut Command, mut listen: impl FnMut(&str)) -> Result<bool> {
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| not_started(command))?;
    let lines = child.stdout.take().map(|stdout| BufReader::new(stdout).lines()).into_iter().flatten();
    for line in lines.map_while(Result::ok) {
        println!("{line}");
        listen(&line);
    }
    Ok(child.wait()?.success())
}

fn relabel(label: &str, stream: Option<impl Read>) {
    let lines = stream.map(|stream| BufReader::new(stream).lines()).into_iter().flatten();
    for line in lines.map_while(Result::ok) {
        eprintln!("{label:>6} | {line}");
    }
}
