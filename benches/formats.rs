//! How fast each wire format is cut and parsed, on one thread, in MB of input a second.
//!
//!     cargo bench --bench formats
//!
//! The stories are made of random words in the shapes of the formats, 32 MB of each. Medians of five rounds; a copy of the same
//! bytes through memory is timed in the same rounds, so that figures of different machines can be compared.

use std::fmt::Write;
use std::time::Instant;

use dateline::article::Origin;
use dateline::read::format::cut::{Cut, Cutter};
use dateline::read::format::{Fields, Format, Parser};

const SIZE: usize = 32 << 20;
const ROUNDS: usize = 5;

fn main() {
    let parser = Parser::new(&Fields::default(), None);
    println!("format        MB/s   articles/s   of a copy");
    for (name, format, head, shape, tail) in shapes() {
        let mut random = 0x9e37_79b9_7f4a_7c15_u64;
        let mut input = head.to_owned();
        let mut stories = 0;
        while input.len() < SIZE {
            stories += 1;
            input.push_str(&shape(stories, &mut random));
        }
        input.push_str(tail);
        let (mut speeds, mut shares) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let started = Instant::now();
            let copy = std::hint::black_box(input.as_bytes().to_vec());
            let copied = started.elapsed().as_secs_f64();
            let started = Instant::now();
            let found = read(&parser, format, &copy);
            let took = started.elapsed().as_secs_f64();
            assert_eq!(found, stories, "{name}");
            speeds.push(input.len() as f64 / 1e6 / took);
            shares.push(copied / took);
        }
        let speed = median(&mut speeds);
        let articles = speed * 1e6 / input.len() as f64 * stories as f64;
        println!("{name:<12}{speed:>6.0}{articles:>13.0}{:>12.3}", median(&mut shares));
    }
}

/// Cuts and parses all of `input`; returns how many articles it held.
fn read(parser: &Parser, format: Format, input: &[u8]) -> usize {
    let origin = || Origin { file: "bench".into(), offset: 0, line: 0, received: jiff::Timestamp::UNIX_EPOCH };
    let mut cutter = Cutter::new(format, &input[..4096]);
    let (mut from, mut found) = (0, 0);
    let mut context = None;
    loop {
        match cutter.next(&input[from..], true) {
            Cut::Item(range) => {
                let item = &input[from + range.start..from + range.end];
                let context = context.get_or_insert_with(|| format.context(&input[..from + range.start]));
                let article = parser.parse(format, item, Some(context), origin()).unwrap();
                std::hint::black_box(&article);
                found += 1;
                from += range.end;
                cutter.dropped(range.end);
            }
            Cut::More | Cut::End => return found,
        }
    }
}

type Shape = fn(usize, &mut u64) -> String;

/// Each format: what stands before the stories, a story, and what stands behind them.
fn shapes() -> [(&'static str, Format, &'static str, Shape, &'static str); 8] {
    [
        (
            "newsml-g2",
            Format::NewsMlG2,
            "<newsMessage><header><sender>w</sender></header><itemSet>",
            newsml_g2,
            "</itemSet></newsMessage>",
        ),
        ("newsml", Format::NewsMl, "<NewsML>", newsml, "</NewsML>"),
        ("nitf", Format::Nitf, "", nitf, ""),
        ("rss", Format::Rss, "<rss><channel><title>W</title>", rss, "</channel></rss>"),
        ("atom", Format::Atom, "<feed><title>W</title>", atom, "</feed>"),
        ("sgml", Format::Sgml, "", sgml, ""),
        ("iptc7901", Format::Iptc7901, "", iptc7901, ""),
        ("anpa1312", Format::Anpa, "", anpa, ""),
    ]
}

fn newsml_g2(number: usize, random: &mut u64) -> String {
    let paragraphs = paragraphs(random, "<p>", "</p>\n");
    format!(
        "<newsItem guid=\"urn:w:{number}\" version=\"1\"><itemMeta><itemClass qcode=\"ninat:text\"/><versionCreated>2024-05-06T07:08:09Z</versionCreated><pubStatus qcode=\"stat:usable\"/></itemMeta><contentMeta><urgency>4</urgency><slugline>A/B</slugline><headline>{}</headline></contentMeta><contentSet><inlineXML contenttype=\"application/xhtml+xml\"><html xmlns=\"http://www.w3.org/1999/xhtml\"><body>{paragraphs}</body></html></inlineXML></contentSet></newsItem>\n",
        words(random, 9)
    )
}

fn newsml(number: usize, random: &mut u64) -> String {
    let paragraphs = paragraphs(random, "<p>", "</p>\n");
    format!(
        "<NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:w:{number}</PublicIdentifier></NewsIdentifier></Identification><NewsManagement><FirstCreated>20240506T070809Z</FirstCreated></NewsManagement><NewsComponent><NewsLines><HeadLine>{}</HeadLine></NewsLines><ContentItem><MediaType FormalName=\"Text\"/><DataContent>{paragraphs}</DataContent></ContentItem></NewsComponent></NewsItem>\n",
        words(random, 9)
    )
}

fn nitf(number: usize, random: &mut u64) -> String {
    let paragraphs = paragraphs(random, "<p>", "</p>\n");
    format!(
        "<nitf><head><docdata><doc-id id-string=\"{number}\"/><date.issue norm=\"20240506T070809Z\"/></docdata></head><body><body.head><hedline><hl1>{}</hl1></hedline></body.head><body.content>{paragraphs}</body.content></body></nitf>\n",
        words(random, 9)
    )
}

fn rss(number: usize, random: &mut u64) -> String {
    let paragraphs = paragraphs(random, "<p>", "</p>\n");
    format!(
        "<item><title>{}</title><guid>{number}</guid><pubDate>Mon, 06 May 2024 07:08:09 GMT</pubDate><content:encoded><![CDATA[{paragraphs}]]></content:encoded></item>\n",
        words(random, 9)
    )
}

fn atom(number: usize, random: &mut u64) -> String {
    let paragraphs = paragraphs(random, "<p>", "</p>\n");
    format!(
        "<entry><id>{number}</id><title>{}</title><published>2024-05-06T07:08:09Z</published><content type=\"xhtml\"><div>{paragraphs}</div></content></entry>\n",
        words(random, 9)
    )
}

fn sgml(number: usize, random: &mut u64) -> String {
    let paragraphs = paragraphs(random, "    ", "\n");
    format!(
        "<REUTERS TOPICS=\"YES\" NEWID=\"{number}\"><DATE>26-FEB-1987 15:01:01.79</DATE><TEXT><TITLE>{}</TITLE><DATELINE>    A, Feb 26 - </DATELINE><BODY>{paragraphs} Reuter</BODY></TEXT></REUTERS>\n",
        words(random, 9)
    )
}

fn iptc7901(number: usize, random: &mut u64) -> String {
    let paragraphs = paragraphs(random, "   ", "\r\n");
    format!(
        "\x01abc{number:03} 4 i 211   abc 061\r\nA-b/\r\n\x02{} =\r\n\n{paragraphs}\x03061137 GMT May 24\r\n\x04",
        words(random, 9)
    )
}

fn anpa(number: usize, random: &mut u64) -> String {
    let paragraphs = paragraphs(random, "\t", "\r\n");
    format!(
        "\x16\x16\x01w{number:04}\x1fab\r\nr i BC-A 05-06 0211\r\n\x02^BC-A,211<\r\n^{}<\r\n{paragraphs}\x03AP-WF-05-06-24 0708GMT<\r\n\x04",
        words(random, 9)
    )
}

/// Twelve paragraphs of forty words.
fn paragraphs(random: &mut u64, start: &str, end: &str) -> String {
    (0..12).fold(String::new(), |mut out, _| {
        let _ = write!(out, "{start}{}.{end}", words(random, 40));
        out
    })
}

fn words(random: &mut u64, count: usize) -> String {
    let mut out = String::new();
    for index in 0..count {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        if index > 0 {
            out.push(' ');
        }
        let length = 2 + *random % 8;
        out.extend((0..length).map(|at| char::from(b'a' + ((*random >> (5 * at + 8)) % 26) as u8)));
    }
    out
}

fn median(figures: &mut [f64]) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
