//! The thread that starts `postgres` and waits for its end.
//!
//! The kernel ties the death signal to the *thread* that spawned the child, not to the process: a
//! server started from a worker of a thread pool would be stopped when that worker retires. So one
//! thread does nothing but spawn and wait.

use std::io;
use std::process::{Command, ExitStatus};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};

/// A running child and the news of its end.
#[derive(Debug)]
pub(crate) struct Keeper {
    pid: Pid,
    end: Arc<End>,
}

#[derive(Debug, Default)]
struct End {
    status: Mutex<Option<ExitStatus>>,
    told: Condvar,
}

impl End {
    fn lock(&self) -> MutexGuard<'_, Option<ExitStatus>> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Keeper {
    /// Spawns the command from a thread that lives as long as the child.
    pub(crate) fn spawn(mut command: Command) -> io::Result<Self> {
        let end = Arc::new(End::default());
        let (sender, receiver) = mpsc::channel();
        let told = Arc::clone(&end);
        thread::Builder::new().name("postgres".into()).spawn(move || {
            let mut child = match command.spawn() {
                Ok(child) => child,
                Err(error) => {
                    drop(sender.send(Err(error)));
                    return;
                }
            };
            let pid = Pid::from_child(&child);
            drop(sender.send(Ok(pid)));
            // Wait without reaping, then reap under the lock: nobody can then signal a number that
            // the kernel has already given to another process.
            while let Err(rustix::io::Errno::INTR) =
                waitid(WaitId::Pid(pid), WaitIdOptions::EXITED | WaitIdOptions::NOWAIT)
            {}
            let mut status = told.lock();
            *status = Some(child.wait().unwrap_or_default());
            told.told.notify_all();
        })?;
        let pid = receiver.recv().map_err(io::Error::other)??;
        Ok(Self { pid, end })
    }

    /// Number of the process.
    pub(crate) fn pid(&self) -> u32 {
        self.pid.as_raw_pid().unsigned_abs()
    }

    /// How it ended, if it has.
    pub(crate) fn ended(&self) -> Option<ExitStatus> {
        *self.end.lock()
    }

    /// Sends a signal unless it has ended.
    pub(crate) fn signal(&self, signal: Signal) {
        let status = self.end.lock();
        if status.is_none() {
            // The only failure left is that it is a zombie by now, which is what was wanted.
            let _ = kill_process(self.pid, signal);
        }
    }

    /// Waits for the end at most so long; `true` when it has ended.
    pub(crate) fn wait(&self, limit: Duration) -> bool {
        let status = self.end.lock();
        let (status, _) = self
            .end
            .told
            .wait_timeout_while(status, limit, |status| status.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        status.is_some()
    }
}
