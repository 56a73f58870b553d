use super::super::Lexicon;
use super::*;

/// Writes `dictionaries`, names ending in `agents` being those of agents, and reads them.
fn own(dictionaries: &[(&str, &str)], replace: bool) -> Result<Own, LexiconError> {
    let dir = tempfile::tempdir().unwrap();
    let mut paths: [Vec<PathBuf>; 2] = Default::default();
    for (name, text) in dictionaries {
        let path = dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        paths[usize::from(name.ends_with("agents"))].push(path);
    }
    Own::read(Files {
        actors: &paths[0],
        agents: &paths[1],
        replace_actors: replace,
        replace_agents: replace,
        lexicon: None,
    })
}

/// What `text` means on `day`.
fn meaning(lexicon: &Lexicon, text: &str, day: &str) -> String {
    let ids: Vec<_> = text.split(' ').map(|word| lexicon.words.id(word)).collect();
    let Some((length, named)) = lexicon.actors.name(ids.iter().copied()) else { return "nothing".to_owned() };
    assert_eq!(length, ids.len(), "{text}");
    let code = match lexicon.actors.office(named, day.parse().unwrap()) {
        Some(office) => format!("{} {}", office.code, office.role.unwrap_or_default()),
        None => named.code.clone(),
    };
    format!("{:?} {}", named.kind, code.trim())
}

const PETRARCH: &str = "FREEDONIAN_PEOPLE'S_FRONT_OF_LIBERATION_ [GBRREB]\n+FPFL\n\nRUFUS_T._FIREFLY\n+FIREFLY_OF_FREEDONIA\n\
                        \t[GBRGOV 900101-951231]\n\t[GBROPP >960101]\n\t[GBRELI]\n\nVLADIMIR_PUTIN_ [FRAGOV]\nSYRIAN_ [LBN]\nAID_ [NGO]\n";

#[test]
fn dictionaries_of_petrarch_add_to_ours_and_win() {
    let own = own(&[("a", PETRARCH), ("b.agents", "BALLOONIST [~MIL]\nSENTRY {} [~UAF]\n")], false).unwrap();
    assert!(own.remarks().is_empty(), "{:?}", own.remarks());
    let lexicon = Lexicon::with(&own).unwrap();
    for (text, day, expected) in [
        ("FPFL", "1990-01-01", "Organisation GBRREB"),
        ("FREEDONIAN PEOPLE 'S FRONT OF LIBERATION", "1990-01-01", "Organisation GBRREB"),
        ("Freedonian People 's Front of Liberation", "1990-01-01", "Organisation GBRREB"),
        ("Firefly of Freedonia", "1993-01-01", "Person GBRGOV"),
        ("Firefly of Freedonia", "1997-01-01", "Person GBROPP"),
        ("Firefly of Freedonia", "1980-01-01", "Person GBRELI"),
        ("Vladimir Putin", "2010-01-01", "Organisation FRAGOV"),
        ("Syrian", "2010-01-01", "Demonym LBN"),
        ("Aid", "2010-01-01", "nothing"),
        ("AID", "2010-01-01", "Organisation NGO"),
        ("Hosni Mubarak", "1990-01-01", "Person EGYGOV president"),
    ] {
        assert_eq!(meaning(&lexicon, text, day), expected, "{text} {day}");
    }
    for (noun, sectors) in [("balloonists", "MIL"), ("sentry", "UAF"), ("police", "COP")] {
        let agent = lexicon.actors.agent([lexicon.words.id(noun)].into_iter()).unwrap().1;
        assert_eq!(agent.sectors, [sectors], "{noun}");
    }
}

#[test]
fn dictionaries_can_replace_ours_and_be_tables() {
    let people = "name\tnames\tcountry\tcode\trole\tfrom\tto\nAda Crane\tA. Crane\tPOL\tPOLGOV\tmayor\t1990\t1999\n\
                  Ada Crane\t\tPOL\tPOLOPP\t\t2000\t\nBad Date\t\tPOL\tPOLGOV\t\t19x\t\n";
    let bodies = "name\tcode\tcountry\tnames\nMoon Bank\tPOLBUS\tPOL\tMB\nNo Code\tx\t\t\nOne\tTWO\t\t\tfive\n";
    let nouns = "words\tsectors\tperson\nballoonist;balloonists\tMIL\tyes\nkite;kites\tMIL\tperhaps\n";
    let own = own(&[("p.tsv", people), ("o.tsv", bodies), ("t.agents", nouns)], true).unwrap();
    let lines: Vec<usize> = own.remarks().iter().map(|remark| remark.line).collect();
    assert_eq!(lines, [4, 3, 4, 3], "{:?}", own.remarks());
    let lexicon = Lexicon::with(&own).unwrap();
    for (text, expected) in [
        ("Ada Crane", "Person POLOPP"),
        ("A. Crane", "Person POLOPP"),
        ("Moon Bank", "Organisation POLBUS"),
        ("Hosni Mubarak", "nothing"),
        ("France", "nothing"),
    ] {
        assert_eq!(meaning(&lexicon, text, "2005-01-01"), expected, "{text}");
    }
    assert!(lexicon.actors.agent([lexicon.words.id("police")].into_iter()).is_none());
}

#[test]
fn dead_doubled_and_contradictory_entries_are_told_with_their_lines() {
    for (text, expected) in [
        ("A_B [FRA]\nC_D [FRA]\n+A_B\n", "3: \"A B\" is there already in line 1"),
        ("A_B [FRA]\nA_B [DEU]\n", "2: \"A B\" never counts as DEU: line 1 has it as FRA"),
        (
            "A_B\n\t[FRAGOV >900101]\n\t[FRAOPP >950101]\n",
            "1: [FRAOPP from 1995-01-01] contradicts [FRAGOV from 1990-01-01] for the same days; the first counts",
        ),
        ("A_B [FRAGOV 900101-911231] [FRAOPP 911231-950101] [FRAELI]\n", ""),
        ("A_B [FRA] [FRA]\n", "1: [FRA] repeats [FRA] for the same days; the first counts"),
    ] {
        let own = own(&[("a", text)], false).unwrap();
        let found: Vec<String> = own.remarks().iter().map(|one| format!("{}: {}", one.line, one.what)).collect();
        assert_eq!(found.join("\n"), expected, "{text:?}");
    }
    let two = own(&[("1.agents", "KITE [~MIL]\n"), ("2.agents", "KITE [~GOV]\n")], false).unwrap();
    assert_eq!(two.remarks().len(), 2, "{:?}", two.remarks());
    let table = own(&[("a", "words\tsectors\tperson\n")], false).unwrap_err();
    assert!(table.what.contains("name it under `agents`"), "{table}");
    let missing = Own::read(Files { actors: &[PathBuf::from("no-such-file")], ..Files::default() }).unwrap_err();
    assert!(missing.to_string().starts_with("no-such-file:1: cannot read it"), "{missing}");
}

#[test]
fn the_dictionaries_of_phoenix_load() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/facts/petrarch");
    if !dir.is_dir() {
        eprintln!("skipped: the Phoenix dictionaries are not there");
        return;
    }
    let actors =
        ["Countries", "International", "MilNonState"].map(|name| dir.join(format!("Phoenix.{name}.actors.txt")));
    let agents = [dir.join("Phoenix.agents.txt")];
    let files = Files { actors: &actors, agents: &agents, replace_actors: true, replace_agents: true, lexicon: None };
    let own = Own::read(files).unwrap();
    assert!(own.names.len() > 20_000, "{} actors", own.names.len());
    assert!(own.agents.len() > 2_000, "{} agents", own.agents.len());
    let lexicon = Lexicon::with(&own).unwrap();
    for (text, day, expected) in [
        ("Afghanistan", "2010-01-01", "Country AFG"),
        ("Afghan", "2010-01-01", "Demonym AFG"),
        ("Hamid Karzai", "2010-01-01", "Person AFGGOV"),
        ("Boko Haram", "2010-01-01", "Organisation NGAREB"),
        ("UNHCR", "2010-01-01", "Organisation IGOUNOREFHCR"),
    ] {
        assert_eq!(meaning(&lexicon, text, day), expected, "{text}");
    }
}
