//! The results of one database: a table to read, a file to compare.

use std::fmt::Write;

use anyhow::Result;
use serde_json::{Value, json};

use super::bounds::{Verdict, judge};
use super::figures::{Figures, rounded};
use super::weight::Weight;

/// One line: a case, or the floor beneath it, at one number of connections.
#[derive(Debug)]
pub struct Line {
    /// The case's name.
    pub case: String,
    pub what: String,
    /// For a floor: how many SQL statements one request of the case makes.
    pub statements: Option<usize>,
    pub figures: Figures,
}

/// All of one database.
#[derive(Debug, Default)]
pub struct Results {
    /// The machine and the database.
    pub around: Value,
    pub lines: Vec<Line>,
    pub weight: Option<Weight>,
    /// MB of the server in RAM: before the first request and after the last.
    pub memory_mb: Option<(f64, f64)>,
    /// MB of the server in RAM while the list is sent as a file: near its beginning, and the most.
    pub export_memory_mb: Option<(f64, f64)>,
    /// MB of the server in RAM with all the open pages of the case `live`.
    pub live_memory_mb: Option<f64>,
}

impl Results {
    /// The figures of a case.
    pub fn case(&self, name: &str, connections: u32) -> Option<&Figures> {
        self.find(name, connections, false)
    }

    /// The same line at another size.
    pub fn line(&self, other: &Line) -> Option<&Line> {
        self.lines.iter().find(|line| {
            line.case == other.case
                && line.statements.is_some() == other.statements.is_some()
                && line.figures.connections == other.figures.connections
        })
    }

    fn find(&self, name: &str, connections: u32, floor: bool) -> Option<&Figures> {
        let mut lines = self.lines.iter().filter(|line| line.case == name && line.statements.is_some() == floor);
        lines.find(|line| line.figures.connections == connections).map(|line| &line.figures)
    }

    pub fn to_json(&self) -> Value {
        let lines = self.lines.iter().map(|line| {
            json!({
                "case": line.case, "what": line.what, "floor": line.statements.is_some(),
                "statements": line.statements, "figures": line.figures.to_json(),
            })
        });
        let verdicts = judge(self).into_iter().map(|verdict| {
            json!({
                "what": verdict.what, "bound": verdict.bound, "measured": verdict.measured, "met": verdict.met,
            })
        });
        json!({
            "around": self.around,
            "lines": lines.collect::<Vec<_>>(),
            "weight": self.weight.as_ref().map(Weight::to_json),
            "memory_mb": self.memory_mb.map(|(idle, after)| json!({ "idle": rounded(idle), "after": rounded(after) })),
            "export_memory_mb": self.export_memory_mb.map(
                |(first, most)| json!({ "first": rounded(first), "most": rounded(most) })
            ),
            "live_memory_mb": self.live_memory_mb.map(rounded),
            "bounds": verdicts.collect::<Vec<_>>(),
        })
    }

    /// The table.
    pub fn table(&self) -> Result<String> {
        let mut text = String::new();
        let header =
            ["", "conn.", "per second", "p50 ms", "p99 ms", "max ms", "bytes", "server µs", "postgres µs", "others"];
        let mut rows = vec![header.map(str::to_owned).to_vec()];
        rows.extend(self.lines.iter().map(row));
        write_aligned(&mut text, &rows)?;
        self.floors(&mut text)?;
        if let Some(weight) = &self.weight {
            writeln!(text, "\nFirst load, as sent")?;
            for loaded in &weight.first {
                writeln!(text, "  {:>8}  {:<5} {}", loaded.bytes, loaded.encoding, loaded.path)?;
            }
            writeln!(text, "  {:>8}  in all", weight.first_bytes())?;
            writeln!(text, "  {:>8}  {:<5} the next page's rows", weight.next.bytes, weight.next.encoding)?;
        }
        if let Some((idle, after)) = self.memory_mb {
            writeln!(text, "\nServer's memory: {idle:.0} MB idle, {after:.0} MB after the load")?;
        }
        if let Some((first, most)) = self.export_memory_mb {
            writeln!(text, "While the list is sent as a file: {first:.0} MB, at most {most:.0} MB")?;
        }
        if let Some(memory) = self.live_memory_mb {
            writeln!(text, "With the open pages: {memory:.0} MB")?;
        }
        writeln!(text)?;
        let mut rows = vec![["Bound", "", "measured", ""].map(str::to_owned).to_vec()];
        rows.extend(judge(self).into_iter().map(Verdict::row));
        if rows.len() > 1 {
            write_aligned(&mut text, &rows)?;
        }
        Ok(text)
    }

    /// How each case stands to the floor beneath it.
    fn floors(&self, text: &mut String) -> Result<()> {
        writeln!(text)?;
        for line in &self.lines {
            let (Some(statements), connections) = (line.statements, line.figures.connections) else { continue };
            if let Some(case) = self.case(&line.case, connections) {
                let part = case.per_second / line.figures.per_second * 100.0;
                let name = &line.case;
                writeln!(text, "{name}, {connections} conn.: {part:.0} % of its {statements} SQL statements alone")?;
            }
        }
        Ok(())
    }
}

fn row(line: &Line) -> Vec<String> {
    let Figures { connections, per_second, p50_ms, p99_ms, max_ms, bytes, server_us, postgres_us, others, .. } =
        &line.figures;
    let number = |number: &Option<f64>| number.map_or_else(String::new, |number| format!("{number:.0}"));
    vec![
        line.what.clone(),
        connections.to_string(),
        format!("{per_second:.0}"),
        format!("{p50_ms:.2}"),
        format!("{p99_ms:.2}"),
        format!("{max_ms:.1}"),
        number(bytes),
        if line.statements.is_some() { String::new() } else { number(server_us) },
        number(postgres_us),
        others.map_or_else(String::new, |others| format!("{:.0} %", others * 100.0)),
    ]
}

/// Columns side by side: the first to the left, the others to the right.
pub fn write_aligned(text: &mut String, rows: &[Vec<String>]) -> Result<()> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows.first().map_or(0, Vec::len)).map(width).collect();
    for row in rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let width = widths[column];
            if column == 0 { write!(line, "{cell:<width$}")? } else { write!(line, "  {cell:>width$}")? }
        }
        writeln!(text, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
pub mod tests {
    use super::*;

    fn figures(connections: u32, per_second: f64) -> Figures {
        Figures {
            connections,
            requests: 100.0,
            failed: 0.0,
            per_second,
            p50_ms: 1.0,
            p99_ms: 2.0,
            max_ms: 3.0,
            bytes: None,
            server_us: None,
            postgres_us: None,
            others: None,
        }
    }

    pub fn line(statements: Option<usize>, per_second: f64) -> Line {
        Line { case: "list".into(), what: "list".into(), statements, figures: figures(16, per_second) }
    }

    #[test]
    fn a_missed_bound_is_said() {
        let results = Results { lines: vec![line(None, 600.0), line(Some(4), 1_200.0)], ..Results::default() };
        let table = results.table().unwrap();
        assert!(table.contains("NOT MET"), "{table}");
        assert!(table.contains("list, 16 conn.: 50 % of its 4 SQL statements alone"), "{table}");
        assert_eq!(results.to_json()["bounds"][0]["met"], false);
        assert_eq!(results.to_json()["bounds"][1]["met"], true);
    }
}
