//! `dateline top [PIPELINE]`

use std::io::{self, IsTerminal};
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};

use super::{Done, Failure, print};
use crate::pipeline::file;
use crate::pipeline::settings::{Sink, Span};
use crate::record::RecordKind;
use crate::top::tail::{Line, Place, Tail};
use crate::top::view::View;
use crate::top::{History, metrics};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline top pipelines/tail.toml      the file says where its metrics are
  dateline top 127.0.0.1:9600 --events out/events.ndjson
  dateline top --once 127.0.0.1:9600    one picture on standard output, then end

The pipeline must serve its metrics: [metrics] listen = \"127.0.0.1:9600\" in its file. Keys: q or Esc ends, p pauses.")]
pub(super) struct Arguments {
    /// The pipeline file, or the address of its metrics
    #[arg(default_value = "127.0.0.1:9600", value_name = "PIPELINE|ADDRESS")]
    pipeline: String,
    /// A file that the pipeline writes events to, to show the last ones
    #[arg(long, value_name = "FILE")]
    events: Option<PathBuf>,
    /// How often the metrics are asked for
    #[arg(long, value_name = "TIME", default_value = "1s", value_parser = every)]
    every: Span,
    /// Write one picture to standard output and end
    #[arg(long)]
    once: bool,
    /// Columns and lines of that picture
    #[arg(long, value_name = "COLUMNSxLINES", default_value = "80x24", value_parser = size, requires = "once")]
    size: (u16, u16),
}

fn every(text: &str) -> Result<Span, String> {
    let span: Span = text.parse()?;
    if span.0 < Duration::from_millis(50) { Err("that is too often; at least 50ms".to_owned()) } else { Ok(span) }
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let numbers = text.split_once('x').and_then(|(columns, lines)| Some((columns.parse().ok()?, lines.parse().ok()?)));
    numbers
        .filter(|&(columns, lines)| (1..=1000).contains(&columns) && (1..=1000).contains(&lines))
        .ok_or_else(|| "a size is something like 80x24".to_owned())
}

/// How many events are kept.
const KEPT: usize = 500;

pub(super) fn run(arguments: &Arguments) -> Result<Done, Failure> {
    let mut watch = Watch::new(arguments)?;
    if arguments.once {
        watch.ask();
        std::thread::sleep(arguments.every.0);
        watch.ask();
        return watch.picture(arguments.size);
    }
    if !io::stdout().is_terminal() {
        return Err(Failure::usage("standard output is no terminal; --once writes one picture"));
    }
    let mut terminal = ratatui::try_init().map_err(Failure::stopped)?;
    let ended = watch.live(&mut terminal, arguments.every.0);
    let restored = ratatui::try_restore();
    ended.and(restored).map_err(Failure::stopped)?;
    Ok(Done::All)
}

/// A pipeline that is being watched.
struct Watch {
    address: SocketAddr,
    name: String,
    history: History,
    trouble: Option<String>,
    tail: Option<Tail>,
    events: Vec<Line>,
    begun: Instant,
    /// When there was an answer last.
    answered: Option<Instant>,
    paused: bool,
    keys: bool,
}

impl Watch {
    fn new(arguments: &Arguments) -> Result<Watch, Failure> {
        let (address, place) = if Path::new(&arguments.pipeline).is_file() || arguments.pipeline.ends_with(".toml") {
            of_pipeline(Path::new(&arguments.pipeline))?
        } else {
            (of_text(&arguments.pipeline)?, None)
        };
        let place = arguments.events.clone().map(Place::File).or(place);
        Ok(Watch {
            address,
            name: address.to_string(),
            history: History::default(),
            trouble: None,
            tail: place.map(Tail::new),
            events: Vec::new(),
            begun: Instant::now(),
            answered: None,
            paused: false,
            keys: !arguments.once,
        })
    }

    fn ask(&mut self) {
        match metrics::fetch(self.address) {
            Ok(reading) => {
                self.history.add(Instant::now(), reading);
                self.answered = Some(Instant::now());
                self.trouble = None;
            }
            Err(error) => {
                let what = match (error.kind(), self.answered) {
                    (io::ErrorKind::ConnectionRefused, None) => "nobody answers; does the pipeline run?".to_owned(),
                    (_, None) => error.to_string(),
                    (_, Some(then)) => format!("no answer for {} s ({error})", then.elapsed().as_secs()),
                };
                self.trouble = Some(format!("{}: {what}", self.address));
            }
        }
        if let Some(Ok(events)) = self.tail.as_mut().map(Tail::read) {
            self.events.extend(events);
            let old = self.events.len().saturating_sub(KEPT);
            self.events.drain(..old);
        }
    }

    fn view(&self) -> View<'_> {
        View {
            address: &self.name,
            history: &self.history,
            trouble: self.trouble.as_deref(),
            events: &self.events,
            reads_events: self.tail.is_some(),
            watched: self.begun.elapsed(),
            paused: self.paused,
            keys: self.keys,
        }
    }

    /// Draws until somebody has seen enough.
    fn live(&mut self, terminal: &mut ratatui::DefaultTerminal, every: Duration) -> io::Result<()> {
        loop {
            if !self.paused {
                self.ask();
            }
            let next = Instant::now() + every;
            loop {
                terminal.draw(|frame| self.view().draw(frame))?;
                let left = next.saturating_duration_since(Instant::now());
                if !event::poll(left)? {
                    break;
                }
                if let Event::Key(key) = event::read()?
                    && key.kind == KeyEventKind::Press
                {
                    match key.code {
                        KeyCode::Char('q') | KeyCode::Esc => return Ok(()),
                        KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => return Ok(()),
                        KeyCode::Char('p') | KeyCode::Char(' ') => self.paused = !self.paused,
                        _ => {}
                    }
                }
            }
        }
    }

    /// One picture as text.
    fn picture(&self, (columns, lines): (u16, u16)) -> Result<Done, Failure> {
        let mut terminal = Terminal::new(TestBackend::new(columns, lines)).map_err(Failure::stopped)?;
        terminal.draw(|frame| self.view().draw(frame)).map_err(Failure::stopped)?;
        let buffer = terminal.backend().buffer();
        let mut text = String::new();
        for line in buffer.content.chunks(usize::from(columns)) {
            let line: String = line.iter().map(ratatui::buffer::Cell::symbol).collect();
            text += line.trim_end();
            text.push('\n');
        }
        print(&text)?;
        match &self.trouble {
            Some(trouble) => Err(Failure::stopped(trouble)),
            None => Ok(Done::All),
        }
    }
}

fn of_text(text: &str) -> Result<SocketAddr, Failure> {
    let plain = text.trim_start_matches("http://").trim_end_matches("/metrics").trim_end_matches('/');
    let found = plain.to_socket_addrs().ok().and_then(|mut addresses| addresses.next());
    found.ok_or_else(|| {
        Failure::usage(format!("`{text}` is neither a pipeline file nor an address such as 127.0.0.1:9600"))
    })
}

/// Address and output file of a pipeline.
fn of_pipeline(path: &Path) -> Result<(SocketAddr, Option<Place>), Failure> {
    let settings = file::read(path, |name| std::env::var(name).ok()).map_err(Failure::usage)?;
    let Some(address) = settings.metrics.listen else {
        let what = format!("{}: it serves no metrics; add [metrics] listen = \"127.0.0.1:9600\"", path.display());
        return Err(Failure::Usage(what));
    };
    let place = settings.sinks.iter().find_map(|sink| match sink {
        Sink::Ndjson(sink) if sink.records.as_ref().is_none_or(|kinds| kinds.contains(&RecordKind::Event)) => {
            Place::of_sink(&sink.path)
        }
        _ => None,
    });
    Ok((address, place))
}
