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

/// Runs a command and returns what it printed; the end of its stderr is shown only when it fails.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| not_started(command))?;
    if !output.status.success() {
        bail!("`{}` failed:\n{}", program(command), last_words(&output));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program can be started at all.
pub fn exists(program: &str) -> bool {
    let outcome = Command::new(program).arg("--version").stdin(Stdio::null()).output();
    !matches!(outcome, Err(error) if error.kind() == ErrorKind::NotFound)
}

/// The command as a person would type it, as far as anybody would read it.
pub fn shown(command: &Command) -> String {
    let mut line = program(command);
    for argument in command.get_args() {
        let argument = argument.to_string_lossy();
        // Writing to a String cannot fail.
        let _ = if argument.contains(' ') { write!(line, " '{argument}'") } else { write!(line, " {argument}") };
    }
    if let Some((end, _)) = line.char_indices().nth(SHOWN) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// Characters of a command that are shown.
const SHOWN: usize = 300;

/// Lines that a failed command is allowed to say.
const LAST_LINES: usize = 20;

fn program(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    program.file_name().unwrap_or(command.get_program()).to_string_lossy().into_owned()
}

fn not_started(command: &Command) -> String {
    format!("could not start `{}`", shown(command))
}

/// The end of its stderr, or of its stdout where it said nothing there.
fn last_words(output: &Output) -> String {
    let said = [&output.stderr, &output.stdout].map(|bytes| String::from_utf8_lossy(bytes).trim().to_owned());
    let said = said.iter().find(|said| !said.is_empty()).map_or("", String::as_str);
    let lines: Vec<&str> = said.lines().collect();
    lines[lines.len().saturating_sub(LAST_LINES)..].join("\n")
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_by_the_program_and_its_last_words() {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", "echo out; for n in $(seq 30); do echo line $n >&2; done; exit 3", &"x".repeat(5_000)]);
        let error = output(&mut command).unwrap_err().to_string();
        assert!(error.starts_with("`sh` failed:\nline 11\n") && error.ends_with("line 30"), "{error}");
        assert_eq!(shown(&command).chars().count(), SHOWN + 1);
    }

    #[test]
    fn who_is_silent_on_stderr_is_heard_on_stdout() {
        let error = output(Command::new("sh").args(["-c", "echo no; exit 1"])).unwrap_err().to_string();
        assert_eq!(error, "`sh` failed:\nno");
    }
}
