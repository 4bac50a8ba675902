//! A mail server, and a conversation with it.
//!
//! [`lettre`] knows the protocol; the steps are taken one by one here, because it matters where one fails: a server that
//! cannot be reached says nothing about a letter, a mailbox that is refused nothing about the server.

use std::{str::FromStr, time::Duration};

use lettre::{
    Address, Message,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, TlsParameters},
        commands::{Data, Mail, Noop, Rcpt, Rset},
        extension::ClientId,
    },
};
use url::Url;

/// How long the conversation may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Each step of it.
    pub step: Duration,
    /// The last, from the letter's end to the answer: the server has the whole letter by then, and delivers it even if
    /// nobody waits for what it says.
    pub taking: Duration,
}

impl Default for Limits {
    /// Ten minutes for the last are those of RFC 5321, 4.5.3.2.6.
    fn default() -> Self {
        Self { step: Duration::from_secs(10), taking: Duration::from_mins(10) }
    }
}

/// How the conversation is kept private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tls {
    None,
    /// From the first byte.
    Wrapped,
    /// By STARTTLS, or not at all.
    Required,
    /// By STARTTLS where the server offers it.
    Opportunistic,
}

/// Which server, and how: `smtp://user:password@host:port`, `smtps://…`, `smtp://…?tls=required` or
/// `?tls=opportunistic` for STARTTLS. It is lettre's own form of an address.
#[derive(Clone)]
pub struct SmtpUrl {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
}

impl std::fmt::Debug for SmtpUrl {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{} ({:?})", self.host, self.port, self.tls)
    }
}

/// The text is no address of a mail server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("A mail server's address looks like smtp://user:password@mail.example.com:587?tls=required or smtps://…")]
pub struct SmtpUrlError;

impl FromStr for SmtpUrl {
    type Err = SmtpUrlError;

    fn from_str(text: &str) -> Result<Self, SmtpUrlError> {
        let url = Url::parse(text).map_err(|_| SmtpUrlError)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(SmtpUrlError)?;
        let asked = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        let (tls, port) = match (url.scheme(), asked.as_deref()) {
            ("smtps", None | Some("required")) => (Tls::Wrapped, 465),
            ("smtp", None) => (Tls::None, 25),
            ("smtp", Some("required")) => (Tls::Required, 587),
            ("smtp", Some("opportunistic")) => (Tls::Opportunistic, 587),
            _ => return Err(SmtpUrlError),
        };
        let plain = |text: &str| {
            let pair = format!("x={}", text.replace('+', "%2B"));
            url::form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
        };
        let credentials = (!url.username().is_empty())
            .then(|| Credentials::new(plain(url.username()), plain(url.password().unwrap_or_default())));
        Ok(Self { host: host.to_owned(), port: url.port().unwrap_or(port), tls, credentials })
    }
}

/// Why a letter was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It never will be.
    Never(String),
    /// It may be later.
    Later(String),
    /// The conversation broke off.
    Broken(String),
    /// It was not looked at: the server takes no letters from us, or none any more in this conversation.
    Away(String),
}

/// An open conversation; it can take many letters.
pub struct Session {
    connection: AsyncSmtpConnection,
    limits: Limits,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

impl Session {
    /// Connects, makes it private and signs in.
    ///
    /// # Errors
    /// Why no letter can be sent by this server now, in words.
    pub async fn open(server: &SmtpUrl, limits: Limits) -> Result<Self, String> {
        let hello = ClientId::default();
        let private = || TlsParameters::new(server.host.clone()).map_err(|error| words(&error));
        let wrapped = if server.tls == Tls::Wrapped { Some(private()?) } else { None };
        let address = (server.host.clone(), server.port);
        let connecting = AsyncSmtpConnection::connect_tokio1(address, Some(limits.step), &hello, wrapped, None);
        let mut connection = limits.take(connecting).await?;
        let starts = server.tls == Tls::Required || server.tls == Tls::Opportunistic && connection.can_starttls();
        if starts {
            limits.take(connection.starttls(private()?, &hello)).await?;
        }
        if let Some(credentials) = &server.credentials {
            limits.take(connection.auth(DEFAULT_MECHANISMS, credentials)).await?;
        }
        Ok(Self { connection, limits })
    }

    /// Whether the server is still there.
    pub async fn is_alive(&mut self) -> bool {
        self.limits.take(self.connection.command(Noop)).await.is_ok()
    }

    /// Gives the server a letter. `Ok` means that it has taken it on.
    ///
    /// # Errors
    /// Why it did not; after [`Refusal::Broken`] and [`Refusal::Away`] the session is of no more use.
    pub async fn send(&mut self, from: &Address, to: &Address, message: &Message) -> Result<(), Refusal> {
        // Who sends is the same for all letters: what is said to that is said to none of them.
        self.say(Mail::new(Some(from.clone()), Vec::new())).await.map_err(|refusal| match refusal {
            Refusal::Never(why) | Refusal::Later(why) | Refusal::Broken(why) | Refusal::Away(why) => Refusal::Away(why),
        })?;
        self.say(Rcpt::new(to.clone(), Vec::new())).await?;
        self.say(Data).await?;
        let body = message.formatted();
        let sent = tokio::time::timeout(self.limits.taking, self.connection.message(&body)).await;
        self.heard(sent.map(|taken| taken.map(drop))).await
    }

    async fn say(&mut self, command: impl std::fmt::Display) -> Result<(), Refusal> {
        let said = tokio::time::timeout(self.limits.step, self.connection.command(command)).await;
        self.heard(said.map(|taken| taken.map(drop))).await
    }

    async fn heard(&mut self, answer: Result<Result<(), Error>, tokio::time::error::Elapsed>) -> Result<(), Refusal> {
        let error = match answer {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => error,
            Err(_) => return Err(Refusal::Broken(SILENT.to_owned())),
        };
        let why = words(&error);
        // 421: the server closes the conversation.
        let closes = error.status().is_none_or(|code| code.to_string() == "421");
        if closes || self.limits.take(self.connection.command(Rset)).await.is_err() {
            return Err(Refusal::Broken(why));
        }
        Err(if error.is_permanent() { Refusal::Never(why) } else { Refusal::Later(why) })
    }

    /// Says goodbye.
    pub async fn close(mut self) {
        let _ = self.limits.take(self.connection.quit()).await;
    }
}

const SILENT: &str = "the server does not answer";

impl Limits {
    async fn take<T>(self, step: impl Future<Output = Result<T, Error>>) -> Result<T, String> {
        match tokio::time::timeout(self.step, step).await {
            Ok(taken) => taken.map_err(|error| words(&error)),
            Err(_) => Err(SILENT.to_owned()),
        }
    }
}

/// An error with what is behind it.
fn words(error: &Error) -> String {
    let mut words = error.to_string();
    let mut behind = std::error::Error::source(error);
    while let Some(error) = behind {
        let more = error.to_string();
        if !words.contains(&more) {
            words = format!("{words}: {more}");
        }
        behind = error.source();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_which_server_and_how() {
        let read = |text: &str| {
            let url: SmtpUrl = text.parse().unwrap();
            (url.host, url.port, url.tls, url.credentials)
        };
        assert_eq!(read("smtp://localhost"), ("localhost".into(), 25, Tls::None, None));
        assert_eq!(read("smtps://mail.test").1, 465);
        assert_eq!(read("smtp://mail.test?tls=required"), ("mail.test".into(), 587, Tls::Required, None));
        assert_eq!(read("smtp://127.0.0.1:2525?tls=opportunistic").2, Tls::Opportunistic);
        let user = read("smtps://desk%40mail.test:p%2Bq+%C3%A4@mail.test").3;
        assert_eq!(user, Some(Credentials::new("desk@mail.test".into(), "p+q+ä".into())));
        for wrong in ["", "mail.test", "http://mail.test", "smtp://", "smtp://mail.test?tls=maybe"] {
            assert!(wrong.parse::<SmtpUrl>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_password_is_not_written_anywhere() {
        let url: SmtpUrl = "smtp://desk:secret@mail.test".parse().unwrap();
        assert_eq!(format!("{url:?}"), "mail.test:25 (None)");
    }
}
