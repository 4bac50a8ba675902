//! `cargo xtask bench`: how fast the release build is, and how near to what the machine can do.
//!
//! For each size of database the real server is started and asked by `wrk` over and over (`wrk`), case
//! after case (`cases`). Beside them stand floors: an empty page, and the same SQL statements without
//! anything around them (`floor`). `bounds` is what we hold ourselves to. What each figure is, and those of
//! our machine, are in `docs/performance.md`.

mod bounds;
mod browser;
mod captured;
mod cases;
mod data;
mod export;
mod figures;
mod floor;
mod growth;
mod http;
mod live;
mod processes;
mod report;
mod weight;
mod wrk;

use std::fs;
use std::process::ExitCode;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use serde_json::json;

use crate::build::{self, Built, Profile};
use crate::process::step;
use crate::server::Server;
use crate::workspace::Workspace;
use cases::{Case, Cookies, Floor};
use data::Data;
use figures::Figures;
use processes::Watched;
use report::{Line, Results};

/// How long telling people of what the last run made may take.
const MOST_TELLING: Duration = Duration::from_mins(10);

#[derive(Args)]
pub struct Options {
    /// How many interactions the databases have, one after the other
    #[arg(long, value_delimiter = ',', default_value = "10000,1000000,10000000", value_name = "N,…")]
    interactions: Vec<u64>,

    /// 10,000 interactions and short runs: less than two minutes, to see that all works
    #[arg(long, conflicts_with = "interactions")]
    quick: bool,

    /// Only the cases whose names begin so: `list`, `list-sort`, `record`, `create`, `export`, `live`, `weight`, `browser` …
    #[arg(long, value_delimiter = ',', value_name = "NAME,…")]
    case: Vec<String>,

    /// Seconds that each case is measured, after a third as much of warming up
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,

    /// Measure each case so often and keep the run with the most answers: where other programs work
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=20))]
    repeat: u32,

    /// Load the databases anew
    #[arg(long)]
    fresh: bool,

    /// Measure what was built last
    #[arg(long)]
    no_build: bool,
}

/// Seconds of a run.
#[derive(Clone, Copy, Debug)]
pub struct Length {
    warm_up: u32,
    run: u32,
}

/// A started server with all that a run needs.
struct Bench<'a> {
    options: &'a Options,
    length: Length,
    data: Data,
    address: String,
    watched: Watched,
}

/// `cargo xtask bench`.
pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    wrk::check_installed()?;
    cluster::Cluster::check_installed()?;
    let built = if options.no_build {
        Built::latest(workspace, Profile::Release)?
    } else {
        build::build(workspace, Profile::Release)?
    };
    let mut sizes = if options.quick { vec![10_000] } else { options.interactions.clone() };
    sizes.sort_unstable();
    let mut all = Vec::new();
    for interactions in sizes {
        let results = measure(workspace, options, &built, interactions)?;
        let file = workspace.path(format!("target/bench/interactions-{interactions}.json"));
        fs::write(&file, format!("{:#}\n", results.to_json()))
            .with_context(|| format!("writing {}", file.display()))?;
        println!("\n{interactions} interactions\n\n{}\nAlso in {}", results.table()?, file.display());
        all.push((interactions, results));
    }
    if all.len() > 1 {
        println!("\n{}", growth::table(&all)?);
    }
    Ok(ExitCode::SUCCESS)
}

fn measure(workspace: &Workspace, options: &Options, built: &Built, interactions: u64) -> Result<Results> {
    let data = Data::open(workspace, built, interactions, options.fresh)?;
    captured::prepare(&data)?;
    let mut command = built.server();
    data.name_in(&mut command);
    let server = Server::start(&command, &data.folder().join("server.log"))?;
    let run = if options.quick { 2 } else { options.seconds };
    let bench = Bench {
        options,
        length: Length { warm_up: run.div_ceil(3).min(5), run },
        address: server.url().trim_start_matches("http://").to_owned(),
        watched: Watched { server: server.pid(), postgres: data.pid() },
        data,
    };
    let results = bench.all(workspace);
    let running = server.stop()?;
    let results = results?;
    if !running {
        bail!("the server did not survive, see {}", bench.data.folder().join("server.log").display());
    }
    Ok(results)
}

impl Bench<'_> {
    fn all(&self, workspace: &Workspace) -> Result<Results> {
        thread::sleep(Duration::from_secs(1));
        let idle = processes::resident_mb(self.watched.server);
        let mut results = Results { around: self.around()?, ..Results::default() };
        let cookies = Cookies {
            agent: http::sign_in(&self.address, "agent@demo.test")?,
            requester: http::sign_in(&self.address, "user@demo.test")?,
        };
        if self.is_wanted("weight") {
            results.weight = Some(weight::weigh(&self.data, &self.address, &cookies)?);
        }
        let cases = cases::cases(&self.data, &cookies)?;
        self.settle()?;
        for case in cases.iter().filter(|case| self.is_wanted(&case.name)) {
            self.case(case, &mut results.lines).with_context(|| format!("the case {}", case.name))?;
        }
        self.settle()?;
        if browser::CASES.iter().any(|(case, _)| self.is_wanted(case)) {
            results.lines.extend(browser::measure(workspace, &self.address)?);
        }
        results.memory_mb = idle.zip(processes::resident_mb(self.watched.server));
        if self.is_wanted("export") {
            let listed = format!("select count(*) from interaction where company_id in ({})", cases::visible());
            let listed = self.data.value(&listed)?.trim().parse().context("a count")?;
            let export = export::measure(&self.address, &cookies.agent, self.watched.server, listed)?;
            let what = format!("the list as a file, {} lines (lines a second)", export.rows);
            results.lines.push(Line { case: "export".into(), what, statements: None, figures: export.figures });
            results.export_memory_mb = export.memory_mb;
        }
        if self.is_wanted("live") {
            self.live(&cases, &cookies, &mut results)?;
        }
        Ok(results)
    }

    /// Waits until people were told of all that was made, and cleans up after that, as autovacuum does within a minute: both
    /// are work beside what is measured.
    fn settle(&self) -> Result<()> {
        let begun = Instant::now();
        let left = || self.data.value("select count(*) from outbox")?.trim().parse::<u64>().context("a count");
        let mut events = left()?;
        if events > 0 {
            step(&format!("waiting until people were told of {events} events"));
        }
        while events > 0 {
            if begun.elapsed() > MOST_TELLING {
                bail!("people were not told of {events} events within {} s", MOST_TELLING.as_secs());
            }
            thread::sleep(Duration::from_millis(200));
            events = left()?;
        }
        self.data.each(&["vacuum (analyze) interaction_tally_delta, outbox, notification, mail"])
    }

    /// Measures how soon everybody who is connected hears of a change.
    fn live(&self, cases: &[Case], cookies: &Cookies, results: &mut Results) -> Result<()> {
        let create = cases.iter().find(|case| case.name == "create").context("the case create")?;
        let changes = live::changes(self.length.run);
        let fresh = self.data.values(&format!("select gen_random_uuid() from generate_series(1, {changes})"))?;
        let forms = create.requests.iter().cycle().zip(fresh);
        let forms = forms.map(|(form, fresh)| {
            let body = form.body.replace(wrk::FRESH_UUID, fresh.trim());
            http::Request { body, ..form.clone() }
        });
        let live = live::measure(&self.address, &cookies.agent, forms.collect(), self.watched.server)?;
        let what = format!("a change seen by {} open pages, one of them never read", live::CONNECTIONS);
        results.lines.push(Line { case: "live".into(), what, statements: None, figures: live.figures });
        results.live_memory_mb = Some(live.memory_mb);
        Ok(())
    }

    fn is_wanted(&self, name: &str) -> bool {
        self.options.case.is_empty() || self.options.case.iter().any(|wanted| name.starts_with(wanted.as_str()))
    }

    fn around(&self) -> Result<serde_json::Value> {
        Ok(json!({
            "machine": { "processors": processes::processors(), "memory_gib": processes::memory_gib().round() },
            "load_average_before": processes::load_average(),
            "seconds": self.length.run,
            "database": self.data.describe()?,
        }))
    }

    /// Measures one case with all its numbers of connections, and the floor beneath it.
    fn case(&self, case: &Case, lines: &mut Vec<Line>) -> Result<()> {
        let Some(first) = case.requests.first() else { bail!("there is nothing to ask for") };
        if case.floor != Floor::Writes {
            first.expect(&self.address, case.expect)?;
        }
        let count = || self.data.value("select count(*) from interaction")?.parse::<f64>().context("a count");
        let before = count()?;
        let mut answered = 0.0;
        for &connections in case.connections {
            let figures = self.best(&case.what, || {
                let (folder, address) = (self.data.folder(), self.address.as_str());
                let figures = wrk::run(folder, address, &case.requests, connections, self.length, self.watched)?;
                answered += figures.requests;
                Ok(figures)
            })?;
            lines.push(Line { case: case.name.clone(), what: case.what.clone(), statements: None, figures });
        }
        if case.floor == Floor::Writes && count()? - before < answered {
            bail!("{answered} forms were accepted, but fewer interactions are there");
        }
        let captured = captured::capture(&self.data, &self.address, case)?;
        if case.floor != Floor::None {
            let statements = captured.first().map_or(0, |captured| captured.statements.len());
            let what = format!("  floor: its {statements} SQL statements");
            for &connections in case.connections {
                let figures = self.best(&what, || {
                    floor::run(&self.data, &captured, case.floor, connections, self.length, self.watched)
                })?;
                let statements = Some(statements);
                lines.push(Line { case: case.name.clone(), what: what.clone(), statements, figures });
            }
        }
        Ok(())
    }

    /// The run with the most answers.
    fn best(&self, what: &str, mut run: impl FnMut() -> Result<Figures>) -> Result<Figures> {
        let mut best: Option<Figures> = None;
        for _ in 0..self.options.repeat {
            let figures = run()?;
            step(&format!(
                "{what}, {} conn.: {:.0}/s, p99 {:.1} ms (load {})",
                figures.connections,
                figures.per_second,
                figures.p99_ms,
                processes::load_average()
            ));
            if best.as_ref().is_none_or(|best| figures.per_second > best.per_second) {
                best = Some(figures);
            }
        }
        best.context("nothing was run")
    }
}
