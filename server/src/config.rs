//! The command line and the environment.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};
use kernel::InteractionNumber;
use lettre::message::Mailbox;
use notification::server::mail::SmtpUrl;

/// Firstline: every conversation with the service desk, recorded.
#[derive(Debug, Parser)]
#[command(name = "firstline", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(flatten)]
    pub database: Database,

    #[command(subcommand)]
    pub command: Command,
}

/// Which database to work on.
#[derive(Clone, Debug, Args)]
pub struct Database {
    /// Address of a PostgreSQL 15 or newer; without it a private one is started
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true)]
    pub database_url: Option<String>,

    /// Folder of the private database and of attachments
    #[arg(long, env = "FIRSTLINE_DATA_DIR", default_value = ".firstline", global = true)]
    pub data_dir: PathBuf,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the application; migrates the database first
    Serve(Serve),
    /// Bring the database to this version's schema
    Migrate,
    /// Make the demo organisation where there is none, and interactions in it
    Seed {
        /// How many interactions to add
        #[arg(long, default_value_t = DEMO_INTERACTIONS)]
        interactions: u64,
    },
    /// Keep users
    User {
        #[command(subcommand)]
        command: User,
    },
    /// Look after the audit log
    Audit {
        #[command(subcommand)]
        command: Audit,
    },
}

/// How many interactions the demo begins with.
pub const DEMO_INTERACTIONS: u64 = 2_000;

#[derive(Clone, Debug, Args)]
pub struct Serve {
    /// Address and port to listen on
    #[arg(long, env = "FIRSTLINE_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,

    /// 1: load the demo organisation into an empty database and show its accounts; the default for
    /// the private database only
    #[arg(long, env = "FIRSTLINE_DEMO")]
    pub demo: Option<u8>,

    /// Send cookies over HTTPS only; for a server behind a proxy that ends TLS
    #[arg(long, env = "FIRSTLINE_SECURE_COOKIES")]
    pub secure_cookies: bool,

    /// Take the caller's address from the last entry of X-Forwarded-For; only behind a proxy that sets it
    #[arg(long, env = "FIRSTLINE_TRUST_PROXY")]
    pub trust_proxy: bool,

    /// Where attachments are kept: a folder, or `s3://BUCKET/PREFIX` with the usual AWS variables in a program built
    /// with the feature `s3`; `attachments` in the data folder unless said otherwise
    #[arg(long, env = "FIRSTLINE_ATTACHMENTS")]
    pub attachments: Option<String>,

    /// Connections to the database
    #[arg(long, env = "FIRSTLINE_DB_CONNECTIONS", default_value_t = 16)]
    pub db_connections: u32,

    /// More connections to the database, for what pages show; one more than there are processors unless said otherwise.
    /// With a database on another machine, whose answers are on their way for a while, more are better
    #[arg(long, env = "FIRSTLINE_PAGE_CONNECTIONS", value_parser = clap::value_parser!(u32).range(1..))]
    page_connections: Option<u32>,

    /// Mail server: `smtp://user:password@host:port`, `smtps://…`, `?tls=required` or `?tls=opportunistic` for STARTTLS;
    /// without it e-mail is kept, and the demo shows it
    #[arg(long, env = "SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<SmtpUrl>,

    /// Who e-mail is from
    #[arg(long, env = "FIRSTLINE_MAIL_FROM", default_value = "Firstline <firstline@localhost>")]
    pub mail_from: Mailbox,

    /// Where people reach the application, for the links in e-mail; `http://` and the address to listen on unless said
    /// otherwise
    #[arg(long, env = "FIRSTLINE_URL")]
    pub url: Option<String>,

    /// Seconds for which changes of one record are gathered into one message
    #[arg(long, env = "FIRSTLINE_GATHER", default_value_t = 60)]
    pub gather: u32,

    /// Folder of the built site; beside the program unless said otherwise
    #[arg(long, env = "LEPTOS_SITE_ROOT", hide = true)]
    pub site_root: Option<PathBuf>,
}

impl Serve {
    /// How many connections there are for what pages show.
    pub fn page_connections(&self) -> u32 {
        let processors =
            || std::thread::available_parallelism().map_or(2, |count| u32::try_from(count.get()).unwrap_or(2));
        self.page_connections.unwrap_or_else(|| processors() + 1)
    }
}

#[derive(Debug, Subcommand)]
pub enum User {
    /// Add a user who can sign in; the password is read from standard input
    Add(AddUser),
}

#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Find what was changed, removed or moved in the audit log behind the application's back; fails where there is any
    Verify {
        /// Interactions to look at (INT0000001 …); all records where none is named
        numbers: Vec<InteractionNumber>,
    },
}

#[derive(Clone, Debug, Args)]
pub struct AddUser {
    /// E-mail address, which is the name to sign in with
    #[arg(long)]
    pub email: String,
    #[arg(long)]
    pub first_name: String,
    #[arg(long)]
    pub last_name: String,
    /// The company the user belongs to, by name; made where it is new
    #[arg(long)]
    pub company: String,
    /// A role, as often as needed: `service_desk_user`, `interaction_user`, `interaction_manager`,
    /// `interaction_viewer`, `approver`, `administrator`; none makes a requester
    #[arg(long = "role")]
    pub roles: Vec<String>,
    /// A support group, by name and as often as needed; made, and put in charge of the company, where it is new
    #[arg(long = "group")]
    pub groups: Vec<String>,
    #[arg(long)]
    pub vip: bool,
}
