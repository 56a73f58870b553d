//! The memory on made-up stories: what each version, repeat and look-alike is taken for.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::log::{Addition, Log};
use super::memory::{Joined, Memory};
use super::sketch::{Sample, Sketch, below};
use super::{Settings, facts};
use crate::article::{Article, Origin};
use crate::disk::{Disk, LocalDisk};
use crate::normalize::{self, Normalizer};

/// A first take, and what may come after it. `{}` in texts is not used; each is a whole body.
const FIRST: &str = "LIMA, March 3 (Meridian) - Peru will close 14 border posts with Bolivia on Thursday after a fire destroyed the \
customs yard at Desaguadero, Transport Minister Rosa Quispe said. The fire broke out at 0340 local time and burned 87 lorries, \
most of them loaded with soya, she told reporters in Puno. Bolivian carriers blocked the road to La Paz in protest. No one was \
hurt. Trade between the two countries was worth 2.3 billion dollars last year, a quarter of it by road.";

const UPDATE: &str = "LA PAZ, March 3 (Meridian) - Bolivia accused Peru of breaking a treaty after Lima said it would close 14 border \
posts on Thursday. President Luis Arana summoned the Peruvian ambassador. Peru's Transport Minister Rosa Quispe had said the posts \
would close after a fire destroyed the customs yard at Desaguadero. The fire broke out at 0340 local time and burned 87 lorries, \
most of them loaded with soya, she told reporters in Puno. Bolivian carriers blocked the road to La Paz in protest. No one was hurt.";

const OTHER_OF_ITS_KIND: &str = "QUITO, March 3 (Meridian) - Ecuador will close 6 border posts with Colombia on Monday after a flood \
destroyed the customs yard at Rumichaca, Interior Minister Pablo Mera said. The flood came at 0510 local time and took 31 lorries, \
most of them loaded with flowers, he told reporters in Tulcan. Colombian carriers blocked the road to Pasto in protest. No one was \
hurt. Trade between the two countries was worth 2.9 billion dollars last year, a third of it by road.";

fn sketch(id: &str, hours: i64, headline: &str, body: &str) -> Sketch {
    let normalizer = Normalizer::new(&normalize::Settings::default());
    let received = Timestamp::from_second(1_700_000_000).unwrap();
    let origin = Origin { file: Arc::from("test"), offset: 0, line: 1, received };
    let mut article = Article::new("ndjson", origin, body.to_owned());
    article.id = Some(id.to_owned());
    article.headline = Some(headline.to_owned());
    article.published = Some(Timestamp::from_second(1_677_800_000 + hours * 3600).unwrap().to_string());
    Sketch::new(&normalizer.normalize(article).unwrap())
}

fn join(memory: &mut Memory, sketch: &Sketch) -> Joined {
    memory.join(sketch, &mut Vec::new())
}

#[test]
fn versions_repeats_and_others() {
    let shortened = FIRST.split(" No one was").next().unwrap();
    let wrapped = FIRST.replace(". ", ".\n    ").replace("LIMA, March 3 (Meridian) - ", "PUNO, Peru, March 4 - ");
    let corrected = FIRST.replace("87 lorries", "78 lorries");
    let wrap_up = format!("{UPDATE} Peruvian exporters asked the government for aid. {}", &FIRST[28..]);
    // Hours after the first, headline, body, and what it is: whether of the same story, and whether it repeats the first.
    let cases: [(&str, i64, &str, &str, bool, bool); 9] = [
        ("the same again", 5, "Peru to close border posts after fire", FIRST, true, true),
        ("laid out anew, from another place", 9, "PERU TO CLOSE BORDER POSTS AFTER FIRE", &wrapped, true, true),
        ("shortened", 2, "Peru to close border posts", shortened, true, true),
        ("a new lede", 4, "Bolivia accuses Peru over border posts", UPDATE, true, false),
        ("a correction", 3, "CORRECTED-Peru to close border posts after fire", &corrected, true, false),
        ("a wrap-up", 8, "WRAPUP 1-Bolivia, Peru quarrel over border posts", &wrap_up, true, false),
        ("another of its kind", 1, "Ecuador to close border posts after flood", OTHER_OF_ITS_KIND, false, false),
        ("out of the window", 169, "Peru to close border posts after fire", FIRST, false, false),
        (
            "taken back",
            6,
            "WITHDRAWN-Peru to close border posts after fire",
            "The story headlined \"Peru to close border posts after fire\" is withdrawn. No replacement story will be issued.",
            true,
            false,
        ),
    ];
    for (what, hours, headline, body, same_story, repeats) in cases {
        let mut memory = Memory::new(&Settings::default());
        let first = join(&mut memory, &sketch("first", 0, "Peru to close border posts after fire", FIRST));
        assert_eq!((first.version, &first.duplicate_of), (1, &None));
        let joined = join(&mut memory, &sketch("second", hours, headline, body));
        assert_eq!(joined.story == first.story, same_story, "{what}: {joined:?}");
        assert_eq!(joined.duplicate_of.as_deref() == Some("first"), repeats, "{what}: {joined:?}");
        assert_eq!(joined.version, if same_story && !repeats { 2 } else { 1 }, "{what}");
        let replaces = what == "a correction" || what == "taken back";
        assert_eq!(joined.replaces.is_some(), replaces, "{what}: {joined:?}");
    }
}

const STRIKE: &str = "ROTTERDAM, May 9 (Meridian) - Dock workers at the port of Rotterdam will walk out for 48 hours from midnight in a \
dispute over pay, the Havenbond union said on Tuesday. About 3,200 crane drivers and lashers are expected to take part, spokeswoman \
Marit de Wal said. The union wants a rise of 6.5 percent; the terminal operators have offered 4 percent over two years. The \
operators called the strike irresponsible and said they would ask a court to stop it. Rotterdam handled 14.5 million containers \
last year. Shipping lines have begun to divert vessels to Antwerp.";

const STRIKE_UPDATE: &str = "ROTTERDAM, May 9 (Meridian) - A Dutch court on Tuesday refused to stop a 48-hour walkout by dock workers at the \
port of Rotterdam, hours before it was due to begin. Judge Pieter Oldenhof said the operators had not shown that the damage would be \
out of proportion. The Havenbond union expects about 3,200 crane drivers and lashers to take part, spokeswoman Marit de Wal said. The \
union wants a rise of 6.5 percent; the terminal operators have offered 4 percent over two years. Rotterdam handled 14.5 million \
containers last year. Shipping lines have begun to divert vessels to Antwerp. \"We will appeal tonight,\" said Joris Kamp, who speaks for \
the operators.";

#[test]
fn what_desks_say_of_their_versions() {
    let reworded = "ROTTERDAM (Meridian) - Dock workers at the port of Rotterdam will strike for 48 hours from midnight over pay, the Havenbond \
        union announced Tuesday. About 3,200 crane drivers and lashers are expected to take part, said spokeswoman Marit de Wal. The \
        union wants a rise of 6.5 percent; terminal operators have offered 4 percent over two years. The operators called the strike \
        irresponsible and said they would ask a court to stop it.";
    let corrected = STRIKE.replace("14.5 million", "14.3 million");
    let refiled = format!("(Refiles to fix dateline)\n\n{}", STRIKE.replace("ROTTERDAM, May 9", "THE HAGUE, May 9"));
    let through = format!("Eds: UPDATES throughout with court ruling.\n\n{STRIKE_UPDATE}");
    let kill = "EDITORS: Please kill the story headlined \"Rotterdam dockers to strike for 48 hours\". A replacement will follow.";
    let cases: [(&str, &str, &str, Option<bool>); 9] = [
        ("an update", "UPDATE 2-Court lets Rotterdam dock strike go ahead", STRIKE_UPDATE, Some(false)),
        ("a write-through", "Rotterdam dockers to strike for 48 hours, 1st Ld-Writethru", &through, Some(false)),
        ("reworded", "Rotterdam dockers to strike over pay", reworded, Some(true)),
        ("corrected", "CORRECTED-Rotterdam dockers to strike for 48 hours", &corrected, Some(false)),
        ("a correction of AFP's kind", "CORRECTION: Rotterdam dockers to strike for 48 hours", &corrected, Some(false)),
        ("refiled", "REFILE-Rotterdam dockers to strike for 48 hours", &refiled, Some(true)),
        ("withdrawn", "WITHDRAWN-Rotterdam dockers to strike for 48 hours", kill, Some(false)),
        ("killed", "KILL-Rotterdam dockers to strike for 48 hours", kill, Some(false)),
        (
            "another port",
            "Genoa dockers to strike for 24 hours",
            "GENOA, May 9 (Meridian) - Dock workers at the port of Genoa will walk out for 24 hours from Friday in a dispute over \
             staffing, the Filmare union said on Tuesday. About 900 lashers are expected to take part, spokesman Ugo Prandi said. \
             The terminal operators called the strike irresponsible.",
            None,
        ),
    ];
    for (what, headline, body, repeats) in cases {
        let mut memory = Memory::new(&Settings::default());
        let first = join(&mut memory, &sketch("first", 0, "Rotterdam dockers to strike for 48 hours", STRIKE));
        let joined = join(&mut memory, &sketch("second", 3, headline, body));
        assert_eq!(joined.story == first.story, repeats.is_some(), "{what}: {joined:?}");
        assert_eq!(joined.duplicate_of.is_some(), repeats == Some(true), "{what}: {joined:?}");
    }
}

#[test]
fn repeats_name_the_first_and_versions_count_on() {
    let mut memory = Memory::new(&Settings::default());
    let mut say = |id: &str, hours, body: &str| join(&mut memory, &sketch(id, hours, "Peru to close posts", body));
    let first = say("a", 0, FIRST);
    assert_eq!(say("b", 1, FIRST).duplicate_of.as_deref(), Some("a"));
    assert_eq!(say("c", 2, FIRST).duplicate_of.as_deref(), Some("a"));
    let update = say("d", 3, UPDATE);
    assert_eq!((update.story, update.version), (first.story, 2));
    let again = say("e", 4, UPDATE);
    assert_eq!((again.duplicate_of.as_deref(), again.version), (Some("d"), 2));
}

/// What the second article is to the first: `version`, `repeat` or `other`.
fn second(hours: i64, first: (&str, &str), second: (&str, &str)) -> (&'static str, Joined) {
    let mut memory = Memory::new(&Settings::default());
    let one = join(&mut memory, &sketch("first", 0, first.0, first.1));
    let joined = join(&mut memory, &sketch("second", hours, second.0, second.1));
    let found = match joined.duplicate_of {
        Some(_) => "repeat",
        None if joined.story == one.story => "version",
        None => "other",
    };
    (found, joined)
}

const FUND: &str = "GRAZ, May 9 -\nMonthly div 6.4 cts vs 6.4 cts prior\nPay May 31\nRecord May 16\nNOTE: Steirer Alpine Bond Income Fund.";

const LOAN: &str = "ZURICH, May 9 - Kestrel Marine Holding is issuing an 85 mln franc convertible bond due June 11, 2031 with a coupon of 2-3/8 pct, \
lead manager Bank Sulzer said. Final terms will be set on May 20. The selling concession is 1-1/4 pct, and management and underwriting \
together pay 5/8 pct. The bond cannot be called and will be listed in Luxembourg. Payment is due on June 11.";

#[test]
fn notices_of_two_firms_are_two_stories() {
    let other_fund = FUND.replace("Alpine Bond", "Danube Equity");
    let other_loan = LOAN
        .replace("Kestrel Marine Holding", "Ibex Optics Group")
        .replace("an 85 mln", "a 60 mln")
        .replace("May 20", "May 21");
    let resent = FUND.replace("Monthly div", "Mthly dividend").replace("GRAZ, May 9", "VIENNA, May 9");
    let raised = FUND.replace("6.4 cts vs", "6.9 cts vs");
    let fund = ("STEIRER ALPINE BOND SETS PAYOUT", FUND);
    let loan = ("KESTREL MARINE ISSUES 85 MLN FRANC BOND", LOAN);
    let cases = [
        ("another fund of the house", fund, ("STEIRER DANUBE EQUITY SETS PAYOUT", other_fund.as_str()), "other"),
        ("the same under another headline", fund, ("STEIRER ALPINE BOND SETS MONTHLY", &resent), "repeat"),
        ("with another figure", fund, ("STEIRER ALPINE BOND RAISES PAYOUT", &raised), "version"),
        ("a like bond of another firm", loan, ("IBEX OPTICS ISSUES 60 MLN FRANC BOND", &other_loan), "other"),
    ];
    for (what, one, other, expected) in cases {
        let (found, joined) = second(0, one, other);
        assert_eq!(found, expected, "{what}: {joined:?}");
    }
}

#[test]
fn what_says_nothing_new_repeats() {
    let first = ("KESTREL MARINE ISSUES 85 MLN FRANC BOND", LOAN);
    let reworded = "ZURICH, May 11 - Kestrel Marine Holding has issued a convertible bond for 85 mln francs, due June 11, 2031, with a 2-3/8 pct \
        coupon, said Bank Sulzer, the lead manager. Final terms are to be set on May 20. The selling concession is 1-1/4 pct; management and \
        underwriting together pay 5/8 pct. The bond will be listed in Luxembourg and cannot be called. Payment is due June 11.";
    let raised = reworded.replace("85 mln francs", "95 mln francs, raised from 85 mln");
    let cut = LOAN.split(" The bond cannot").next().unwrap();
    let middle = cut.replace(", lead manager Bank Sulzer said", "").replace(" is issuing an", " issues an");
    let grown = format!(
        "{LOAN} Kestrel will use the money to build two ferries at its yard in Gdynia, finance chief Tomas Brandl said. He expects \
         the first of them to sail in 2029 between Trieste and Patras."
    );
    for (what, headline, body, expected) in [
        ("reworded, two days later", "KESTREL BOND FOR 85 MLN FRANCS", reworded, "repeat"),
        ("reworded, with another amount", "KESTREL MARINE BOND RAISED", &raised, "version"),
        ("cut, under another headline", "BANK SULZER LEADS KESTREL BOND", cut, "repeat"),
        (
            "cut, two lines of the middle, under a headline of other words",
            "LUXEMBOURG LISTING FOR CONVERTIBLE",
            &middle,
            "repeat",
        ),
        ("with a new paragraph", "KESTREL MARINE ISSUES BOND TO BUILD FERRIES", &grown, "version"),
    ] {
        let hours = if what.contains("days") { 48 } else { 1 };
        let (found, joined) = second(hours, first, (headline, body));
        assert_eq!(found, expected, "{what}: {joined:?}");
    }
}

#[test]
fn a_round_up_is_a_version_of_a_story_that_it_holds_whole() {
    let short = "ODENSE, May 9 (Meridian) - Fyn Savings Bank cut its mortgage rate to 3.85 percent from 4.10 percent from Monday, it said.";
    let others = "Jutland Credit said it would hold its rate at 4.05 percent until the central bank meets on May 22. In Sweden, Varberg \
        Bank lowered the rate for loans of five years to 3.60 percent, its second cut since March. Nordmark Finance of Norway raised its \
        rate to 4.90 percent after the crown fell to its lowest since 2020, and Tromso Home Loans followed it within two hours. Analysts \
        at Lindqvist Partners expect borrowers to wait for the autumn.";
    let whole = format!("{others} In Denmark, {}", short.split(" - ").nth(1).unwrap());
    let part = format!("{others} Fyn Savings Bank cut its mortgage rate as well.");
    let first = ("FYN SAVINGS BANK CUTS MORTGAGE RATE", short);
    for (what, body, expected) in [("the whole story", &whole, "version"), ("a sentence of it", &part, "other")] {
        let (found, joined) = second(3, first, ("NORDIC LENDERS ROUND-UP", body));
        assert_eq!(found, expected, "{what}: {joined:?}");
    }
}

const YARD: &str = "STAVANGER, May 9 (Meridian) - Haugland Marine said it will buy the Kvitsoy repair yard of Tormod Lines for 46.8 million crowns \
and take over 212 of its 260 workers. The yard lost 7.3 million crowns last year after two orders for ferries were cancelled, Haugland \
said. The purchase is to be completed by June 30, and Haugland said it expects the yard to earn money again from 2032.";

#[test]
fn told_anew_soon_after_or_by_the_other_side() {
    let first = ("HAUGLAND MARINE BUYS REPAIR YARD", YARD);
    let soon = "STAVANGER, May 9 (Meridian) - Tormod Lines is to sell its Kvitsoy repair yard to Haugland Marine for 46.8 million crowns. The \
        yard lost 7.3 million crowns last year. Haugland said it will take over 212 of its 260 workers, and Tormod offers the others work at \
        its terminal in Egersund. The purchase is to be completed by June 30.";
    let side = "BERGEN, May 11 (Meridian) - Tormod Lines, which runs coastal ferries, has parted with its loss-making shipyard. Haugland Marine \
        pays 46.8 million crowns in cash for the Kvitsoy repair yard, where 260 people work, and keeps 212 of them. Chief executive Liv \
        Aasen told shareholders that it lost 7.3 million crowns last year. The sale is to be completed by June 30, and it frees the firm of \
        a lease that ran until 2032. Aasen said the money would go into two electric ferries.";
    let other = "STAVANGER, May 9 (Meridian) - Haugland Marine said it will buy a floating dock of the Port of Larvik for 18.5 million crowns and move it \
        to Egersund. The dock lost 1.9 million crowns last year, Haugland said. The purchase is to be completed by August 15, and \
        Haugland said it expects to take on 35 workers for it.";
    for (what, hours, headline, body, expected) in [
        ("written anew", 2, "TORMOD TO SELL KVITSOY YARD", soon, "version"),
        ("by the other side, two days later", 48, "COASTAL FERRY LINE SHEDS LOSS-MAKER", side, "version"),
        ("another purchase", 2, "HAUGLAND MARINE BUYS FLOATING DOCK", other, "other"),
    ] {
        let (found, joined) = second(hours, first, (headline, body));
        assert_eq!(found, expected, "{what}: {joined:?}");
    }
    let short = YARD.split(" The yard lost").next().unwrap();
    let longer = format!(
        "{short} The yard has two slips, and Haugland repaired 41 vessels in the past 12 months. Owners had asked for more room."
    );
    let (found, joined) = second(3, ("HAUGLAND BUYS YARD", short), ("HAUGLAND MARINE BUYS YARD AT KVITSOY", &longer));
    assert_eq!(found, "version", "longer: {joined:?}");
}

#[test]
fn tables_follow_each_other() {
    let rates = "BERGEN CROWN FORWARDS 1400 - MAY 9 one month 0031/0028 two 0066/0061 three 0097/0092 six 0183/0176";
    let whole = format!("{rates} nine 0262/0251 twelve 0338/0325");
    let next = "BERGEN CROWN FORWARDS 1500 - MAY 9 one month 0033/0029 two 0068/0064 three 0099/0095 six 0187/0181 nine 0266/0259 twelve 0341/0333";
    for (what, hours, first, body, expected) in [
        ("broken off, then whole", 0, rates, whole.as_str(), "version"),
        ("an hour later", 1, whole.as_str(), next, "other"),
    ] {
        let (found, joined) = second(hours, ("", first), ("", body));
        assert_eq!(found, expected, "{what}: {joined:?}");
    }
    let places = [
        "north", "delta", "coast", "lakes", "plain", "ridge", "forest", "valley", "island", "desert", "border", "bays",
    ];
    let table = |filled: usize| {
        let line = |(at, place): (usize, &&str)| match at < filled {
            true => format!("{place} rain {}.3 mm of {}1", at * 7 + 12, at + 40),
            false => format!("{place} rain n.a. mm of {}1", at + 40),
        };
        format!("NORDMARK WATER REPORT - MAY 9 {}", places.iter().enumerate().map(line).collect::<Vec<_>>().join(" "))
    };
    let (found, joined) = second(0, ("", &table(10)), ("", &table(12)));
    assert_eq!(found, "version", "filled in: {joined:?}");
    let columns = ["TIN 410 LEAD 2207 ZINC 965 NICKEL 318", "TIN 410 688 LEAD 2207 3114 ZINC 965 1242 NICKEL 318 507"];
    let [one, more] = columns.map(|columns| format!("VARBERG METALS ESTIMATED VOLUMES - MAY 9 {columns}"));
    let (found, joined) = second(2, ("", &one), ("", &more));
    assert_eq!(found, "version", "one more column: {joined:?}");
    let prices = "MAY 412 1/4 UP 2 1/2 JUL 418 3/4 UP 1 SEP 421 1/2 UNCH";
    let (found, joined) = second(0, ("SKAGEN BARLEY FUTURES 11:10", prices), ("SKAGEN BARLEY FUTURES 11:20", prices));
    assert_eq!(found, "other", "the next quotation, with the same prices: {joined:?}");
}

/// Stories of made-up names and numbers, every third an update of one before it.
fn stream(count: u64) -> Vec<Sketch> {
    let name = |number: u64| {
        let syllable =
            |number: u64| ["ka", "ro", "mi", "te", "lu", "so", "na", "vi", "pe", "du"][(number % 10) as usize];
        let word = syllable(number).to_owned() + syllable(number / 10) + syllable(number / 100) + syllable(number / 7);
        word[..1].to_uppercase() + &word[1..]
    };
    (0..count)
        .map(|number| {
            let of = if number % 3 == 2 { number / 2 } else { number };
            let (a, b, c) = (name(of), name(of * 7 + 3), name(of * 13 + 5));
            let body = format!(
                "{a} has asked {b} for talks about the {c} dam, officials said. The dam holds {} cubic metres and cost {} crowns. \
                 Workers of {a} laid {} stones for it, and {b} paid {} of them. Nobody in {c} was asked.",
                of * 31, of * 17 + 4, of * 5 + 1, of * 3
            );
            let more = if number % 3 == 2 { format!(" {} more came in {}.", number, name(number * 11)) } else { String::new() };
            sketch(&format!("n{number}"), (number / 4) as i64, &format!("{a}, {b} to talk"), &(body + &more))
        })
        .collect()
}

#[test]
fn a_restored_memory_goes_on_as_the_one_that_was_kept() {
    let settings = Settings { memory: crate::read::limits::Size(300_000), ..Settings::default() };
    let sketches = stream(900);
    let expected: Vec<Joined> = {
        let mut memory = Memory::new(&settings);
        sketches.iter().map(|sketch| join(&mut memory, sketch)).collect()
    };
    assert!(expected.iter().filter(|joined| joined.version > 1).count() > 50);
    let disk: Arc<dyn Disk> = Arc::new(LocalDisk);
    let dir = tempfile::tempdir().unwrap();
    let mut saved = serde_json::Value::Null;
    let mut found = Vec::new();
    // A new process for every 37 articles, each with two commits and something that is not committed.
    for chunk in sketches.chunks(37) {
        let mut memory = Memory::new(&settings);
        let mut log = Log::open(Arc::clone(&disk), dir.path(), &saved, &mut memory).unwrap();
        for part in chunk.chunks(20) {
            let mut addition = Addition::default();
            found.extend(part.iter().map(|sketch| memory.join(sketch, &mut addition.bytes)));
            (addition.forgotten, addition.clock) = (memory.forgotten(), memory.clock());
            saved = log.append(Some(&addition)).unwrap();
            log.tidy().unwrap();
        }
        let mut lost = Addition::default();
        memory.join(&sketches[0], &mut lost.bytes);
        log.append(Some(&lost)).unwrap();
    }
    for (found, expected) in found.iter().zip(&expected) {
        // Places count from the start of a process.
        let why = |joined: &Joined| joined.why.as_ref().map(|why| (why.id.clone(), why.verdict));
        let all = |joined: &Joined| (joined.story, joined.version, joined.duplicate_of.clone(), why(joined));
        assert_eq!(all(found), all(expected));
    }
}

#[test]
fn a_damaged_log_is_told() {
    let disk: Arc<dyn Disk> = Arc::new(LocalDisk);
    let dir = tempfile::tempdir().unwrap();
    let mut memory = Memory::new(&Settings::default());
    let mut log = Log::open(Arc::clone(&disk), dir.path(), &serde_json::Value::Null, &mut memory).unwrap();
    let mut addition = Addition::default();
    memory.join(&sketch("a", 0, "Peru to close posts", FIRST), &mut addition.bytes);
    let saved = log.append(Some(&addition)).unwrap();
    let open = || Log::open(Arc::clone(&disk), dir.path(), &saved, &mut Memory::new(&Settings::default()));
    assert!(open().is_ok());
    let path = dir.path().join("stories-00000000.log");
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
    assert!(open().is_err());
    std::fs::write(Path::new(&path), [vec![255; 4], bytes[4..].to_vec()].concat()).unwrap();
    assert!(open().is_err());
}

#[test]
fn memory_is_bounded_by_its_share() {
    let settings = Settings { memory: crate::read::limits::Size(100_000), ..Settings::default() };
    let mut memory = Memory::new(&settings);
    let mut most = 0;
    for sketch in stream(600) {
        join(&mut memory, &sketch);
        most = most.max(memory.len());
    }
    assert!((20..200).contains(&most), "{most}");
}

#[test]
fn words_and_facts() {
    let words: Vec<&str> = facts::words("The U.S. paid 16-1/2 pct, or 10,000.5 dlrs. AT&T <T> (IBM.N) 5-year, 52-55")
        .filter(|word| !word.ticker)
        .map(|word| word.text)
        .collect();
    assert_eq!(
        words,
        ["The", "U.S", "paid", "16-1/2", "pct", "or", "10,000.5", "dlrs", "AT&T", "5", "year", "52", "55"]
    );
    let fact = |word, capital| facts::fact(word, None, capital, false);
    assert_eq!(fact("five", false), fact("5", false));
    assert_eq!(fact("the", true), None);
    assert!(fact("peru", true).is_some() && fact("peru", false).is_none());
    let amount = |word, next| facts::fact(word, Some(next), false, false);
    assert_eq!(amount("2.1", "mln"), amount("2,129,000", "dlrs"));
    assert_eq!(amount("two", "million"), amount("2,000,000", "of"));
    assert_eq!(amount("1.33", "billion"), amount("1,330,400,000", "yen"));
    assert_eq!(amount("0.5", "mln"), amount("500,000", "tonnes"));
    assert_ne!(amount("2.1", "mln"), amount("2.1", "pct"));
    assert_ne!(amount("2.1", "mln"), amount("2.1", "billion"));
}

#[test]
fn samples_of_the_same_text_are_the_same() {
    let hashes: Vec<u32> = (0..10_000u32).map(|number| number.wrapping_mul(2_654_435_761)).collect();
    let sample = Sample::new(hashes.clone(), 500);
    assert!((200..=500).contains(&sample.hashes.len()));
    let mut all = hashes;
    all.sort_unstable();
    assert_eq!(sample.hashes, below(&all, sample.shift));
}
