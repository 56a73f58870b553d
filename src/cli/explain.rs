//! `dateline explain [FILES…]`

use std::env;
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::ColorChoice;
use jiff::Timestamp;

use super::{Dictionaries, Done, Failure, confidence, say, say_that_input_is_read, warn_of};
use crate::article::{Article, NormalArticle, Origin};
use crate::disk::LocalDisk;
use crate::explain::stories::Stories;
use crate::explain::terminal::{self, Layout};
use crate::explain::{Chosen, Explainer, Section, Selection, Story, html};
use crate::extract::{Extractor, MIN_CONFIDENCE};
use crate::nlp::Core;
use crate::normalize::{self, Normalizer};
use crate::read::feed::{BatchSize, Feed, Gate};
use crate::read::files::Files;
use crate::read::format::{Fields, Parser};
use crate::read::limits::Limits;
use crate::read::stdin::Stdin;
use crate::read::{Batch, Content, Item, Raw, Source};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dateline explain story.txt | less -R                a story with its syntax
  dateline explain --text 'Oslo said Turku had asked for aid.'
  dateline explain --sentence 2,5-7 --layout arcs story.txt
  dateline explain --only events,quotes feed.ndjson   what was extracted
  dateline explain --html=story.html story.txt        a page for the browser
  dateline explain --story take1.txt update.txt       what repeats what
  dateline explain --why-not 'closed the' story.txt   why this gave no event

What cannot be read is told on standard error with file and position, and the exit status is 3.")]
pub(super) struct Arguments {
    /// Files to read; `-` or none is standard input (NDJSON, or one story as text)
    files: Vec<PathBuf>,
    /// Explain these words instead of files
    #[arg(long, value_name = "WORDS", conflicts_with = "files")]
    text: Option<String>,
    /// Only these sentences of each article, such as 3, 2-5, 7- or 1,4-6
    #[arg(long, short, value_name = "NUMBERS")]
    sentence: Option<Selection>,
    /// Only sentences that contain this text: which words of the lexicon gave no event, why, and what to change
    #[arg(long, value_name = "TEXT")]
    why_not: Option<String>,
    /// Join the articles of the files with those before them, and say with which, by which rule, and on what it rests
    #[arg(long, conflicts_with_all = ["text", "sentence", "why_not", "only", "html"])]
    story: bool,
    /// What to show of each sentence besides its text; by default tree,names,events,quotes, with --why-not events,why-not
    #[arg(long, value_enum, value_delimiter = ',', value_name = "SECTIONS")]
    only: Vec<Section>,
    /// How syntax is drawn
    #[arg(long, value_enum, default_value_t)]
    layout: Layout,
    /// The same as --layout arcs
    #[arg(long, conflicts_with = "layout")]
    arcs: bool,
    /// Write one page of HTML that needs nothing else: to PATH, or to standard output
    #[arg(long, value_name = "PATH", num_args = 0..=1, require_equals = true)]
    html: Option<Option<PathBuf>>,
    /// When to use colours; NO_COLOR in the environment turns them off where this does not say otherwise
    #[arg(long, value_enum, default_value_t = ColorChoice::Auto, value_name = "WHEN")]
    color: ColorChoice,
    /// Columns to fill; by default those of the terminal, or 80
    #[arg(long, value_parser = clap::value_parser!(u16).range(40..))]
    width: Option<u16>,
    /// The encoding of text files that do not say it themselves (such as windows-1252)
    #[arg(long)]
    encoding: Option<String>,
    /// Leave out events that are less sure, 0 to 1
    #[arg(long, value_name = "CONFIDENCE", default_value_t = MIN_CONFIDENCE, value_parser = confidence)]
    min_confidence: f32,
    #[command(flatten)]
    dictionaries: Dictionaries,
}

pub(super) fn run(arguments: &Arguments) -> Result<Done, Failure> {
    if let Some(label) = &arguments.encoding
        && encoding_rs::Encoding::for_label(label.as_bytes()).is_none()
    {
        return Err(Failure::Usage(format!("`{label}` is no encoding that is known (WHATWG labels)")));
    }
    if arguments.html == Some(None) {
        // Without `=` a name behind `--html` is that of a story.
        let is_page = |path: &&PathBuf| path.extension().is_some_and(|end| end == "html") && !path.exists();
        if let Some(path) = arguments.files.iter().find(is_page) {
            let name = path.display();
            return Err(Failure::Usage(format!("there is no {name} to explain; to write it, say --html={name}")));
        }
        if io::stdout().is_terminal() {
            return Err(Failure::usage("a page is nothing for a terminal; say where it goes: --html=story.html"));
        }
    }
    let extractor =
        Extractor::new(&arguments.dictionaries.settings(arguments.min_confidence)).map_err(Failure::stopped)?;
    warn_of(extractor.own().remarks());
    let mut desk = Desk {
        normalizer: Normalizer::new(&normalize::Settings::default()),
        explainer: Explainer::new(Core::english().map_err(Failure::stopped)?, extractor),
        output: Output::new(arguments)?,
        stories: arguments.story.then(Stories::default),
        refused: 0,
    };
    let done = match &arguments.text {
        Some(words) => desk.words(words),
        None => desk.source(arguments)?,
    };
    match done.and_then(|()| desk.output.finish()) {
        // If nobody wants more, that is no failure.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Done::All),
        Err(error) => Err(Failure::Stopped(format!("cannot write {}: {error}", desk.output.name))),
        Ok(()) if desk.refused > 0 => Ok(Done::WithDeadLetters),
        Ok(()) => Ok(Done::All),
    }
}

/// Takes articles in and shows them.
struct Desk {
    normalizer: Normalizer,
    explainer: Explainer,
    output: Output,
    /// The memory, where articles are to be joined instead of shown.
    stories: Option<Stories>,
    /// How many items could not be explained.
    refused: usize,
}

impl Desk {
    /// Shows words from the command line. Errors are those of the output, here and below.
    fn words(&mut self, words: &str) -> io::Result<()> {
        let origin = Origin { file: Arc::from("--text"), offset: 0, line: 0, received: Timestamp::now() };
        match self.normalizer.normalize(Article::new("text", origin.clone(), words.to_owned())) {
            Ok(article) => self.show(article),
            Err(error) => {
                self.refuse(&origin.file, 0, &error.to_string());
                Ok(())
            }
        }
    }

    /// Shows everything that comes from the files, or from standard input.
    fn source(&mut self, arguments: &Arguments) -> Result<io::Result<()>, Failure> {
        let limits = Limits::default();
        let source: Box<dyn Source> = if arguments.files.is_empty() {
            say_that_input_is_read();
            Box::new(Stdin { limits })
        } else {
            let dashes = |path: &PathBuf| {
                PathBuf::from(if path.as_os_str() == "-" { "/dev/stdin".as_ref() } else { path.as_os_str() })
            };
            let paths = arguments.files.iter().map(dashes).collect();
            Box::new(Files { disk: Arc::new(LocalDisk), paths, limits })
        };
        let parser = Parser::new(&Fields::default(), arguments.encoding.clone());
        let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(Failure::stopped)?;
        let (sender, batches) = async_channel::bounded(2);
        let size = BatchSize { bytes: 64 * 1024, items: 100 };
        let feed =
            Feed::new(sender, 1 << 20, runtime.handle().clone(), Arc::new(Gate::default()), Arc::default(), size);
        let reading = std::thread::spawn(move || source.run(feed));
        while let Ok(batch) = batches.recv_blocking() {
            if let Err(error) = self.batch(&parser, batch) {
                // The source may still be waiting for input that nobody wants any more.
                return Ok(Err(error));
            }
        }
        match reading.join() {
            Ok(read) => read.map_err(Failure::stopped).map(Ok),
            Err(_) => Err(Failure::stopped("a defect of Dateline, please report it: the source ended too early")),
        }
    }

    fn batch(&mut self, parser: &Parser, batch: Batch) -> io::Result<()> {
        for Item { file, offset, line, received, content } in batch.items {
            let Raw { format, range, context } = match content {
                Content::Raw(raw) => raw,
                Content::Dead(letter) => {
                    self.refuse(&file, line, &letter.error);
                    continue;
                }
            };
            let raw = batch.buffer.get(range).unwrap_or_default();
            let origin = Origin { file: Arc::clone(&file), offset, line, received };
            let article = match parser.parse(format, raw, context.as_deref(), origin) {
                Ok(article) => self.normalizer.normalize(article).map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            match article {
                Ok(article) => self.show(article)?,
                Err(error) => self.refuse(&file, line, &error),
            }
        }
        Ok(())
    }

    fn show(&mut self, article: NormalArticle) -> io::Result<()> {
        if let Some(stories) = &mut self.stories {
            let text = stories.explain(&article);
            return self.output.text(&text);
        }
        let story = self.explainer.explain(article);
        self.output.show(story)
    }

    fn refuse(&mut self, file: &str, line: u64, error: &str) {
        self.refused += 1;
        let line = (line > 0).then_some(line);
        tracing::warn!(%file, line, error, "cannot explain it");
    }
}

/// Where stories go.
struct Output {
    writer: BufWriter<Box<dyn Write>>,
    name: String,
    form: Form,
    chosen: Chosen,
    shown: usize,
}

/// What they are made into.
enum Form {
    Terminal(terminal::View),
    Page(Box<html::Page>),
}

impl Output {
    fn new(arguments: &Arguments) -> Result<Output, Failure> {
        let chosen = Chosen { numbers: arguments.sentence.clone(), words: arguments.why_not.clone() };
        let sections = sections(arguments);
        let (writer, name): (Box<dyn Write>, String) = match &arguments.html {
            Some(Some(path)) => {
                let name = path.display().to_string();
                let file =
                    File::create(path).map_err(|error| Failure::Stopped(format!("cannot write {name}: {error}")))?;
                (Box::new(file), name)
            }
            _ => (Box::new(io::stdout()), "to standard output".to_owned()),
        };
        let form = if arguments.html.is_some() {
            let asked_for = !arguments.only.is_empty() || arguments.why_not.is_some();
            Form::Page(Box::new(html::Page::new(html::View { sections, chosen: chosen.clone() }, asked_for)))
        } else {
            Form::Terminal(terminal::View {
                sections,
                layout: if arguments.arcs { Layout::Arcs } else { arguments.layout },
                chosen: chosen.clone(),
                width: width(arguments.width),
                color: colored(arguments.color),
            })
        };
        Ok(Output { writer: BufWriter::new(writer), name, form, chosen, shown: 0 })
    }

    fn show(&mut self, story: Story) -> io::Result<()> {
        // Where words are looked for, articles without them are passed over.
        if self.chosen.words.is_some() && !story.sentences.iter().any(|one| self.chosen.has(&story, one)) {
            return Ok(());
        }
        self.shown += 1;
        match &mut self.form {
            Form::Terminal(view) => {
                if self.shown > 1 {
                    self.writer.write_all(b"\n\n")?;
                }
                self.writer.write_all(view.show(&story).as_bytes())?;
            }
            Form::Page(page) => page.add(story),
        }
        // What has been read is seen at once, also at the end of a pipe that goes on.
        self.writer.flush()
    }

    /// Writes lines of text as they are, a blank line between two.
    fn text(&mut self, text: &str) -> io::Result<()> {
        self.shown += 1;
        if self.shown > 1 {
            self.writer.write_all(b"\n")?;
        }
        self.writer.write_all(text.as_bytes())?;
        self.writer.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        if let Some(words) = self.chosen.words.as_ref().filter(|_| self.shown == 0) {
            say(&format!("no sentence contains “{words}”"));
        }
        if let Form::Page(page) = &mut self.form {
            if page.is_long() {
                let most = html::MOST_APART;
                say(&format!(
                    "more than {most} stories: syntax and names are left out; --only tree,names,events,quotes shows them all the same"
                ));
            }
            self.writer.write_all(page.finish().as_bytes())?;
        }
        self.writer.flush()
    }
}

/// What is shown of each sentence.
fn sections(arguments: &Arguments) -> Vec<Section> {
    let mut sections = arguments.only.clone();
    let usual: &[Section] = match arguments.why_not {
        Some(_) => &[Section::Events],
        None => &[Section::Tree, Section::Names, Section::Events, Section::Quotes],
    };
    if sections.is_empty() {
        sections.extend(usual);
    }
    if arguments.why_not.is_some() {
        sections.push(Section::WhyNot);
    }
    sections
}

fn width(said: Option<u16>) -> usize {
    let terminal = || terminal_size::terminal_size().map(|(width, _)| width.0.max(40));
    usize::from(said.or_else(terminal).unwrap_or(80))
}

fn colored(choice: ColorChoice) -> bool {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            io::stdout().is_terminal() && !set("NO_COLOR") && env::var_os("TERM").is_none_or(|term| term != "dumb")
        }
    }
}
