//! Asking the metrics endpoint of a pipeline, and reading what it answers (the text format of Prometheus, version 0.0.4).

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long the endpoint may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);
/// The longest answer that is read, in bytes.
const LONGEST: u64 = 4 << 20;

/// The metrics of one moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading(Vec<Sample>);

/// A metric with its labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// Its name.
    pub name: String,
    /// Its labels, as name and value.
    pub labels: Vec<(String, String)>,
    /// Its value.
    pub value: f64,
}

impl Sample {
    /// The value of a label.
    pub fn label(&self, name: &str) -> Option<&str> {
        self.labels.iter().find(|(label, _)| label == name).map(|(_, value)| value.as_str())
    }
}

impl Reading {
    /// Reads an answer; lines that are none are passed over.
    pub fn parse(text: &str) -> Reading {
        Reading(text.lines().filter(|line| !line.starts_with('#')).filter_map(sample).collect())
    }

    /// All samples of a metric.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Sample> {
        self.0.iter().filter(move |sample| sample.name == name)
    }

    /// The value of a metric with these labels, whatever others it has.
    pub fn value(&self, name: &str, labels: &[(&str, &str)]) -> Option<f64> {
        let fits = |sample: &&Sample| labels.iter().all(|(label, value)| sample.label(label) == Some(value));
        self.all(name).find(fits).map(|sample| sample.value)
    }

    /// The sum of a metric over all labels.
    pub fn sum(&self, name: &str) -> f64 {
        self.all(name).map(|sample| sample.value).sum()
    }
}

/// `name{label="value",…} number`.
fn sample(line: &str) -> Option<Sample> {
    let (name, labels, rest) = match line.split_once('{') {
        Some((name, rest)) => {
            let (labels, rest) = labels(rest)?;
            (name, labels, rest)
        }
        None => {
            let (name, rest) = line.split_once(' ')?;
            (name, Vec::new(), rest)
        }
    };
    let value = rest.split_whitespace().next()?.parse().ok()?;
    Some(Sample { name: name.trim().to_owned(), labels, value })
}

/// The labels up to the closing brace, and what stands behind it.
fn labels(mut rest: &str) -> Option<(Vec<(String, String)>, &str)> {
    let mut labels = Vec::new();
    loop {
        rest = rest.trim_start_matches([',', ' ']);
        if let Some(rest) = rest.strip_prefix('}') {
            return Some((labels, rest));
        }
        let (name, quoted) = rest.split_once("=\"")?;
        let mut value = String::new();
        let mut letters = quoted.char_indices();
        rest = loop {
            match letters.next()? {
                (at, '"') => break quoted.get(at + 1..)?,
                (_, '\\') => match letters.next()?.1 {
                    'n' => value.push('\n'),
                    other => value.push(other),
                },
                (_, other) => value.push(other),
            }
        };
        labels.push((name.to_owned(), value));
    }
}

/// Asks the endpoint at `address` for its metrics.
pub fn fetch(address: SocketAddr) -> io::Result<Reading> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    // With version 1.0 the answer comes in one piece and ends with the connection.
    write!(stream, "GET /metrics HTTP/1.0\r\nHost: {address}\r\nAccept: text/plain\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.take(LONGEST).read_to_end(&mut answer)?;
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    match head.split(' ').nth(1) {
        Some("200") => Ok(Reading::parse(body)),
        _ => Err(io::Error::other(format!("no metrics at /metrics: {}", head.lines().next().unwrap_or("no answer")))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_read_with_their_labels() {
        let text = "# HELP a Words.\n# TYPE a counter\na 12\nb{stage=\"read\",kind=\"odd \\\"one\\\", } x\"} 0.5\nb{stage=\"sink\"} 1e3 123\n\
                    broken{ 3\nc\nd nothing\n";
        let reading = Reading::parse(text);
        assert_eq!(reading.0.len(), 3);
        assert_eq!(reading.value("a", &[]), Some(12.0));
        assert_eq!(reading.value("b", &[("kind", "odd \"one\", } x")]), Some(0.5));
        assert_eq!(reading.value("b", &[("stage", "sink")]), Some(1000.0));
        assert_eq!(reading.sum("b"), 1000.5);
        assert_eq!(reading.value("c", &[]), None);
    }

    #[test]
    fn an_answer_comes_over_the_network() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server = std::thread::spawn(move || {
            for answer in ["HTTP/1.0 200 OK\r\nX: y\r\n\r\na 1\n", "HTTP/1.0 404 Not Found\r\n\r\n", ""] {
                let (mut stream, _) = listener.accept().unwrap();
                // What is left unread when a connection closes resets it.
                let mut asked = Vec::new();
                while !asked.ends_with(b"\r\n\r\n") {
                    let mut next = [0];
                    stream.read_exact(&mut next).unwrap();
                    asked.push(next[0]);
                }
                stream.write_all(answer.as_bytes()).unwrap();
            }
        });
        assert_eq!(fetch(address).unwrap().value("a", &[]), Some(1.0));
        assert!(fetch(address).unwrap_err().to_string().contains("404"));
        assert!(fetch(address).is_err());
        server.join().unwrap();
    }
}
