//! What the measured processes use: processor time and memory, as Linux counts them in `/proc`.

use std::fs;
use std::time::Instant;

/// Linux gives processor time in hundredths of a second, whatever the kernel's own clock.
const TICKS: f64 = 100.0;

/// The processes whose use is watched.
#[derive(Clone, Copy, Debug)]
pub struct Watched {
    pub server: u32,
    pub postgres: u32,
}

/// Processor seconds used so far.
#[derive(Clone, Copy, Debug)]
pub struct Used {
    at: Instant,
    server: f64,
    postgres: f64,
    /// By what this program started and waited for: the load generator.
    children: f64,
    machine: f64,
}

/// Processor time of a stretch of time.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// Seconds of the server.
    pub server: f64,
    /// Seconds of PostgreSQL, all its processes together.
    pub postgres: f64,
    /// Part of the machine's processors that something else used: 0 is undisturbed, 1 is all of it.
    pub others: f64,
}

impl Watched {
    pub fn used(self) -> Used {
        let postgres = match fields(self.postgres) {
            // Sessions that have ended are in the main process's count of its children.
            Some(main) => main.own + main.waited + children_of(self.postgres).map(|child| child.own).sum::<f64>(),
            None => 0.0,
        };
        Used {
            at: Instant::now(),
            server: fields(self.server).map_or(0.0, |server| server.own),
            postgres,
            children: fields(std::process::id()).map_or(0.0, |own| own.waited),
            machine: machine(),
        }
    }
}

impl Used {
    /// What was used since `earlier`.
    pub fn since(&self, earlier: &Self) -> Share {
        let server = self.server - earlier.server;
        let postgres = self.postgres - earlier.postgres;
        let ours = server + postgres + self.children - earlier.children;
        let available = (self.at - earlier.at).as_secs_f64() * processors();
        Share { server, postgres, others: ((self.machine - earlier.machine - ours) / available).clamp(0.0, 1.0) }
    }
}

/// How many processors there are.
pub fn processors() -> f64 {
    std::thread::available_parallelism().ok().and_then(|n| u32::try_from(n.get()).ok()).map_or(1.0, f64::from)
}

/// The memory of a process that is in RAM, in MB (1,000,000 bytes).
pub fn resident_mb(pid: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse().ok().map(|kib: f64| kib * 1024.0 / 1e6)
}

/// The machine's load average of the last minute.
pub fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().unwrap_or("?").to_owned()
}

/// The machine's memory in GiB.
pub fn memory_gib() -> f64 {
    let text = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    total.and_then(|kib| kib.trim().trim_end_matches(" kB").parse().ok()).map_or(0.0, |kib: f64| kib / 1024.0 / 1024.0)
}

struct Fields {
    parent: u32,
    own: f64,
    waited: f64,
}

fn fields(pid: u32) -> Option<Fields> {
    parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
}

/// Fields 4 (parent) and 14 to 17 (own and waited-for time) of `/proc/PID/stat`; the name before them
/// may hold blanks.
fn parse(stat: &str) -> Option<Fields> {
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace();
    let parent = fields.nth(1)?.parse().ok()?;
    let mut seconds = fields.skip(9).map_while(|ticks| ticks.parse().ok()).map(|ticks: f64| ticks / TICKS);
    let own = seconds.next()? + seconds.next()?;
    Some(Fields { parent, own, waited: seconds.next()? + seconds.next()? })
}

fn children_of(parent: u32) -> impl Iterator<Item = Fields> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter_map(fields).filter(move |child| child.parent == parent)
}

/// Seconds all processors were busy since the start of the machine.
fn machine() -> f64 {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let numbers = text.lines().next().unwrap_or_default().split_whitespace().skip(1);
    let ticks: Vec<f64> = numbers.filter_map(|ticks| ticks.parse().ok()).collect();
    // user nice system idle iowait irq softirq steal; the guests' time after them is in `user` already.
    ticks.iter().take(8).enumerate().filter(|(place, _)| !matches!(place, 3 | 4)).map(|(_, ticks)| ticks / TICKS).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_proc_is_read() {
        let line = "77 (a (b) c) S 5 77 77 0 -1 4194304 100 0 0 0 150 50 30 20 20 0 1 0 1000 0 0";
        let fields = parse(line).unwrap();
        assert_eq!(fields.parent, 5);
        assert!((fields.own - 2.0).abs() < 1e-9 && (fields.waited - 0.5).abs() < 1e-9);
    }

    #[test]
    fn this_process_is_somebody() {
        assert!(resident_mb(std::process::id()).unwrap() > 0.5);
        let watched = Watched { server: std::process::id(), postgres: std::process::id() };
        let before = watched.used();
        let share = watched.used().since(&before);
        assert!((0.0..=1.0).contains(&share.others));
    }
}
