//! Single requests, and signing in: what the load generator has to know before it starts.
//!
//! HTTP/1.0 on a plain socket: one request a connection, and the answer is all that comes until it is
//! closed.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// A request that a case sends over and over.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: &'static str,
    /// Path and query, encoded.
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: Vec<u8>,
}

impl Request {
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), headers: Vec::new(), body: String::new() }
    }

    /// A body of JSON to be posted.
    pub fn post_json(path: &str, body: String) -> Self {
        Self { method: "POST", body, ..Self::get(path) }.with("content-type", "application/json")
    }

    #[must_use]
    pub fn with(mut self, header: &'static str, value: &str) -> Self {
        self.headers.push((header, value.to_owned()));
        self
    }

    /// Sends it once. `address` is `HOST:PORT`.
    pub fn send(&self, address: &str) -> Result<Answer> {
        let mut text = format!("{} {} HTTP/1.0\r\nHost: {address}\r\n", self.method, self.path);
        for (name, value) in &self.headers {
            write!(text, "{name}: {value}\r\n")?;
        }
        write!(text, "content-length: {}\r\n\r\n{}", self.body.len(), self.body)?;
        let mut answer = Vec::new();
        TcpStream::connect(address)
            .and_then(|mut stream| {
                stream.set_read_timeout(Some(Duration::from_secs(30)))?;
                stream.write_all(text.as_bytes())?;
                stream.read_to_end(&mut answer)
            })
            .with_context(|| format!("asking for {}", self.path))?;
        Answer::parse(&answer).with_context(|| format!("the answer to {}", self.path))
    }

    /// Sends it once; the answer must be 200 and hold `text`.
    pub fn expect(&self, address: &str, text: &str) -> Result<Answer> {
        let answer = self.send(address)?;
        if answer.status != 200 {
            bail!("{} answered {}: {}", self.path, answer.status, answer.text().chars().take(300).collect::<String>());
        }
        if !answer.text().contains(text) {
            bail!("the answer of {} does not hold “{text}”", self.path);
        }
        Ok(answer)
    }
}

impl Answer {
    fn parse(bytes: &[u8]) -> Result<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").context("no head")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split_whitespace().nth(1).and_then(|status| status.parse().ok()).context("no status")?;
        Ok(Self { status, head, body: bytes[end + 4..].to_vec() })
    }

    /// The values of a header, by its name in lower case.
    pub fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(move |(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Signs a demo account in; gives the value of the `Cookie` header of its requests.
pub fn sign_in(address: &str, email: &str) -> Result<String> {
    let form = Request {
        method: "POST",
        body: format!("email={}&password=demo", email.replace('@', "%40")),
        ..Request::get("/login").with("content-type", "application/x-www-form-urlencoded")
    };
    let answer = form.send(address)?;
    let cookie = answer.headers("set-cookie").find(|cookie| cookie.starts_with("firstline_session="));
    let cookie = cookie.with_context(|| format!("{email} could not sign in: status {}", answer.status))?;
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_apart() {
        let answer =
            Answer::parse(b"HTTP/1.0 303 See Other\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n\r\nbody").unwrap();
        assert_eq!(answer.status, 303);
        assert_eq!(answer.headers("set-cookie").collect::<Vec<_>>(), ["a=1", "b=2"]);
        assert_eq!(answer.text(), "body");
        assert!(Answer::parse(b"nothing").is_err());
    }
}
