//! Reads the lexicon's tables: tab-separated, `#` lines that explain the file, one line of column names, `;` between the
//! values of a cell.

use std::collections::HashSet;

use smallvec::SmallVec;
use xxhash_rust::xxh3::xxh3_128;

use super::LexiconError;

/// The rows of one file.
#[derive(Debug)]
pub struct Table<'t> {
    file: &'t str,
    columns: Vec<&'t str>,
    rows: Vec<Row<'t>>,
}

/// One row, with the number of its line for error messages.
#[derive(Clone, Debug)]
pub struct Row<'t> {
    /// The file.
    pub file: &'t str,
    /// Line, from 1.
    pub line: usize,
    cells: SmallVec<[&'t str; 8]>,
}

impl<'t> Table<'t> {
    /// Reads `text`, which must have exactly the columns `expected`, in any order.
    ///
    /// Fails where a column is missing, unknown or doubled, or a row has more cells than there are columns. Missing cells at
    /// the end of a row are empty.
    pub fn read(file: &'t str, text: &'t str, expected: &[&str]) -> Result<Table<'t>, LexiconError> {
        let mut wrong = Vec::new();
        let table = Table::read_on(file, text, expected, &mut wrong)?;
        wrong.pop().map_or(Ok(table), Err)
    }

    /// As [`Table::read`], but leaves out rows that have too many cells and puts what is wrong with them into `wrong`.
    pub fn read_on(
        file: &'t str,
        text: &'t str,
        expected: &[&str],
        wrong: &mut Vec<LexiconError>,
    ) -> Result<Table<'t>, LexiconError> {
        let mut table = Table { file, columns: Vec::new(), rows: Vec::new() };
        // Rows are asked for cells by the caller's order of columns, whatever the order in the file.
        let mut order: Vec<usize> = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line_number = index + 1;
            if line.starts_with('#') || line.trim().is_empty() {
                continue;
            }
            let cells: SmallVec<[&str; 8]> = cells(line).map(str::trim).collect();
            if table.columns.is_empty() {
                check_columns(file, line_number, &cells, expected)?;
                order = expected.iter().filter_map(|name| cells.iter().position(|column| column == name)).collect();
                table.columns = cells.into_vec();
            } else if cells.len() > table.columns.len() {
                let what = format!("{} cells, but there are only {} columns", cells.len(), table.columns.len());
                wrong.push(LexiconError::new(file, line_number, what));
            } else {
                let ordered = order.iter().map(|&at| cells.get(at).copied().unwrap_or("")).collect();
                table.rows.push(Row { file, line: line_number, cells: ordered });
            }
        }
        if table.columns.is_empty() {
            return Err(LexiconError::new(file, 1, "there is no line of column names"));
        }
        Ok(table)
    }

    /// The rows, in order.
    pub fn rows(&self) -> &[Row<'t>] {
        &self.rows
    }

    /// Fails if two rows have the same cells in all of `columns`.
    pub fn unique(&self, columns: &[usize]) -> Result<(), LexiconError> {
        // 128 bits stand for the cells.
        let mut seen = HashSet::with_capacity(self.rows.len());
        let mut key = String::new();
        for row in &self.rows {
            key.clear();
            for &column in columns {
                key.push_str(row.cell(column));
                key.push('\t');
            }
            if !seen.insert(xxh3_128(key.as_bytes())) {
                let cells = key.replace('\t', " ");
                return Err(LexiconError::new(
                    self.file,
                    row.line,
                    format!("a second entry for \"{}\"", cells.trim_end()),
                ));
            }
        }
        Ok(())
    }
}

/// What stands between the tabs of a line.
fn cells(line: &str) -> impl Iterator<Item = &str> {
    let ends = memchr::memchr_iter(b'\t', line.as_bytes()).chain([line.len()]);
    let mut start = 0;
    ends.map(move |end| &line[std::mem::replace(&mut start, end + 1)..end])
}

fn check_columns(file: &str, line: usize, found: &[&str], expected: &[&str]) -> Result<(), LexiconError> {
    for (index, name) in found.iter().enumerate() {
        if !expected.contains(name) {
            return Err(LexiconError::new(file, line, format!("unknown column \"{name}\"")));
        }
        if found[..index].contains(name) {
            return Err(LexiconError::new(file, line, format!("column \"{name}\" twice")));
        }
    }
    match expected.iter().find(|name| !found.contains(name)) {
        Some(name) => Err(LexiconError::new(file, line, format!("column \"{name}\" is missing"))),
        None => Ok(()),
    }
}

impl<'t> Row<'t> {
    /// The cell of the column that stands at `column` of the caller's list; empty where there is none.
    pub fn cell(&self, column: usize) -> &'t str {
        self.cells.get(column).copied().unwrap_or("")
    }

    /// The values of a cell.
    pub fn values(&self, column: usize) -> impl Iterator<Item = &'t str> + use<'t> {
        self.cell(column).split(';').map(str::trim).filter(|value| !value.is_empty())
    }

    /// A cell that must not be empty.
    pub fn required(&self, column: usize, name: &str) -> Result<&'t str, LexiconError> {
        match self.cell(column) {
            "" => Err(self.error(format!("\"{name}\" is empty"))),
            cell => Ok(cell),
        }
    }

    /// File and line, the file as it is named within the lexicon.
    pub fn place(&self) -> String {
        format!("{}:{}", self.file.strip_prefix("lexicon/").unwrap_or(self.file), self.line)
    }

    /// An error in this row.
    pub fn error(&self, what: impl Into<String>) -> LexiconError {
        LexiconError::new(self.file, self.line, what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read_or_refused_with_their_line() {
        let cases = [
            ("# why\na\tb\nx\ty;z\n", Ok(vec!["x", "y;z"])),
            ("b\ta\ny\tx\n", Ok(vec!["x", "y"])),
            ("a\tb\nx\n", Ok(vec!["x", ""])),
            ("a\tc\n", Err("f.tsv:1: unknown column \"c\"")),
            ("a\ta\n", Err("f.tsv:1: column \"a\" twice")),
            ("a\n", Err("f.tsv:1: column \"b\" is missing")),
            ("# only\n", Err("f.tsv:1: there is no line of column names")),
            ("a\tb\n\n1\t2\t3\n", Err("f.tsv:3: 3 cells, but there are only 2 columns")),
        ];
        for (text, expected) in cases {
            let found = Table::read("f.tsv", text, &["a", "b"]);
            match expected {
                Ok(cells) => assert_eq!(found.unwrap().rows()[0].cells.as_slice(), cells, "{text:?}"),
                Err(message) => assert_eq!(found.unwrap_err().to_string(), message, "{text:?}"),
            }
        }
        let table = Table::read("f.tsv", "a\tb\nx\t1\nx\t2\n", &["a", "b"]).unwrap();
        assert_eq!(table.unique(&[0]).unwrap_err().to_string(), "f.tsv:3: a second entry for \"x\"");
        assert!(table.unique(&[0, 1]).is_ok() && table.unique(&[1]).is_ok());
    }
}
