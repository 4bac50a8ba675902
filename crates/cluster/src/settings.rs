//! Server settings of a cluster.

/// Extra settings for one start, given to `postgres` as `-c name=value`.
///
/// [`Settings::default`] keeps PostgreSQL's own defaults: what a person's data deserves.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    options: Vec<(String, String)>,
    throwaway: bool,
}

impl Settings {
    /// For tests: nothing is written through to the disk, and a crash loses the data.
    pub fn throwaway() -> Self {
        Self { options: Vec::new(), throwaway: true }
            .with("fsync", "off")
            .with("synchronous_commit", "off")
            .with("full_page_writes", "off")
            .with("autovacuum_naptime", "10min")
            .with("max_connections", "500")
    }

    /// Adds or replaces one setting, for example `.with("shared_buffers", "1GB")`.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.options.retain(|(given, _)| given != name);
        self.options.push((name.into(), value.into()));
        self
    }

    pub(crate) fn arguments(&self) -> impl Iterator<Item = String> + '_ {
        self.options.iter().flat_map(|(name, value)| ["-c".to_owned(), format!("{name}={value}")])
    }

    pub(crate) fn is_throwaway(&self) -> bool {
        self.throwaway
    }
}

#[cfg(test)]
mod tests {
    use super::Settings;

    #[test]
    fn the_later_value_of_a_setting_wins() {
        let settings = Settings::default().with("work_mem", "4MB").with("work_mem", "8MB");
        assert_eq!(settings.arguments().collect::<Vec<_>>(), ["-c", "work_mem=8MB"]);
    }
}
