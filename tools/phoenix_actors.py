#!/usr/bin/env python3
"""Takes people and organisations from the Phoenix actor dictionaries into lexicon/actors.

    python3 tools/phoenix_actors.py DIRECTORY [LEXICON]

DIRECTORY holds Phoenix.Countries.actors.txt, Phoenix.International.actors.txt and Phoenix.MilNonState.actors.txt of the
Open Event Data Alliance. Writes people-phoenix.tsv and organisations-phoenix.tsv beside our own tables in LEXICON
(default: lexicon/actors). What our own tables say wins; what could be mistaken for something else is left out. The
same input gives the same files.
"""

import calendar
import collections
import datetime
import pathlib
import re
import sys

# The dictionaries were last kept up to date in this year: an office that was open then ended at an unknown later time.
EDITION = 2014
# Offices that ended before are not taken.
FIRST_YEAR = 1984

# Offices held for fewer days are taken of heads of state and government only.
SHORTEST = 365

# Sectors of offices that wires report on; ministers of other things are left out.
OFFICES = {"GOV", "GOVMIL", "GOVBUS", "GOVCOP", "GOVSPY", "MIL", "GOVMILSPY", "REB", "OPP"}

# Territories and very small states: only heads of state and government are taken.
SMALL = set("AIA BMU ABW CYM COK AND SMR MCO LIE PLW FSM MHL NRU TUV KIR TON WSM VUT SLB KNA LCA VCT GRD DMA ATG BLZ "
            "BHS BRB TTO JAM GUY SUR COM STP CPV SYC MDV BTN BRN ISL LUX MLT PNG FJI MUS GNQ SWZ LSO GMB".split())

# States whose ministers have names that many others bear in English-language copy; ours are in people.tsv.
ENGLISH = {"USA", "GBR", "CAN", "AUS", "NZL", "IRL"}

ARABIC = set("SAU ARE KWT QAT BHR OMN YEM IRQ SYR JOR LBN PSE EGY SDN LBY".split())
SYLLABLES = {"KOR", "PRK", "TWN"}
EASTERN = {"CHN", "MMR", "VNM", "KHM", "LAO"}

# Russian names as the dictionaries romanise them, and as wires do.
RUSSIAN = {"SUN", "RUS", "UKR", "BLR", "KAZ", "KGZ", "TJK", "TKM", "UZB", "MDA"}
ROMANISED = [("Sergey", "Sergei"), ("Aleksandr", "Alexander"), ("Aleksey", "Alexei"), ("Andrey", "Andrei"),
             ("Aleksei", "Alexei"), ("Nikolay", "Nikolai"), ("Yuriy", "Yuri"), ("iy ", "y ")]

TITLES = set("""acting minister foreign prime president king queen prince princess chancellor secretary secretary-general
general gen gen. col col. lt lt. maj maj. brig brig. adm adm. dr dr. mr mr. mrs mrs. ms ms. sir lord lady baroness sheikh
shaykh sheik ayatollah mullah emperor empress emir sultan vice deputy ambassador senator sen sen. rep rep. governor judge
justice chairman director speaker premier colonel major captain marshal admiral commander kanzler bundeskanzler former
ex-president congressman defence defense finance interior chief leader spokesman spokeswoman mayor attorney administration
government regime us u.s. american russian soviet british french german israeli the prof. hon. rev. father pope crown
kommandant comandante sayyid sayed haji hajji al-hajj engineer mawlawi imam datuk dato tun sri tengku tuanku tan""".split())

# Officials of Hong Kong, whom the dictionaries have with China.
HONG_KONG = {"Ambrose Lee", "Ambrose Siu Kwong Lee", "Donald Tsang Yam Kuen", "Frederick Ma", "John Tsang Chun Wah", "Joseph W. P. Wong",
             "Joseph Yam", "Michael Suen", "Rita Fan", "Rita Lau Ng Wai Lan", "Sarah Liao", "Stephen Lam", "Stephen Lam Sui Lung"}

PARTICLES = set("bin ibn bint ul ur ud uz us de da do dos das del della di du van von der den la le ould y e ter of".split())
FRENCH = set("""jean marie pierre paul luc louis claude baptiste francois michel philippe jacques yves marc christophe
charles henri noel rene andre bernard bosco martin robert dominique denis""".split())

GENERIC = set("""action aid alliance army association black blue brigade brigades center centre change charity children
church committee community concern council democracy development direct earth education family federation first force
forces forum foundation free freedom friends front fund global green group groups health help hope human initiative
institute international justice league liberation life line manager media men mercy mission monitor movement national
network new order organisation organization party path peace people popular power press program programme project red
refugee relief rescue resistance resource resources rights save service services society solidarity star street struggle
support trust union united unity vision volunteer volunteers war watch water white women world young youth advocate
advocates america american european asian african arab british french german russian""".split())

# What the name of a body has at least one word of; the dictionaries do not tell bodies from people.
BODY = re.compile(r"(associat|asoc|federa|foundation|fundac|fondation|institut|organi[sz]a|council|commission|committee|comite|"
                  r"union|league|network|alliance|center|centre|centro|society|societe|front|army|movement|brigade|"
                  r"group|party|bank|fund|court|tribunal|agency|force|command|programme|program|conference|congress|"
                  r"forum|campaign|initiative|international|coalition|consortium|service|trust|mission|corps|relief|"
                  r"battalion|jama|harakat|hizb|lashkar|jaish|ansar|mujahid|guerrilla|liberation|liga|frente|ejercito|"
                  r"movimiento|partido|confederation|community|assembly|secretariat|without|watch|aid\b|action)")

# Surnames so common in English that a first name and one of them name nobody in particular.
COMMON = set("""SMITH JONES BROWN WILLIAMS JOHNSON TAYLOR WILSON DAVIS EVANS THOMAS ROBERTS WALKER WRIGHT ROBINSON THOMPSON WHITE
HUGHES EDWARDS GREEN HALL WOOD HARRIS LEWIS MARTIN JACKSON CLARKE CLARK TURNER HILL SCOTT COOPER MORRIS WARD MOORE KING WATSON
BAKER HARRISON MORGAN PATTERSON YOUNG ALLEN MITCHELL JAMES ANDERSON PHILLIPS LEE BELL PARKER MILLER CAMPBELL STEWART ROSS
MURRAY COLLINS COOK ROGERS REED ADAMS NELSON CARTER PETERS SIMPSON GRANT MARSHALL FOSTER RUSSELL HUNT MASON KELLY SIMMONS
BENNETT GRAY GIBSON REID MILLS PALMER HAMILTON JOSEPH CHARLES GEORGE ALEXANDER HENRY""".split())
FIRST = set("""JOHN ROBERT WILLIAM JAMES DAVID MICHAEL PETER PAUL GEORGE RICHARD CHARLES THOMAS EDWARD HENRY MARK ANTHONY KENNETH
STEPHEN STEVEN ANDREW DANIEL JOSEPH KEITH ALAN BRIAN KEVIN DONALD RONALD MARTIN PATRICK FRANK FREDERICK ARTHUR ALBERT ERNEST
SAMUEL SIMON MARY ELIZABETH MARGARET ANN ANNE SUSAN JANE HELEN RUTH SARAH GRAHAM IAN COLIN NEIL BARRY ROY RAYMOND PHILIP
DENNIS DOUGLAS GORDON HAROLD JACK LESLIE RALPH ROGER VINCENT WALTER""".split())

CODE = re.compile(r"\[([^\]]*)\]")


def entries(path):
    """The entries of one dictionary: their names as written, their codes with restrictions of dates."""
    found = []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        line = line.split("#")[0].rstrip()
        name = line.split("[")[0].strip().rstrip("_")
        if not line.strip():
            continue
        if name.startswith("+"):
            if found:
                found[-1][0].append(name[1:].strip())
        elif name:
            found.append(([name], []))
        if found:
            found[-1][1].extend(code.strip() for code in CODE.findall(line))
    return found


def day(text):
    """A date of six or eight digits, or none."""
    if len(text) == 6:
        text = ("20" if int(text[:2]) < 30 else "19") + text
    try:
        return datetime.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def period(restriction):
    """First and last day of a restriction; None where it is open; False where it cannot be read."""
    match = re.fullmatch(r"([<>]?)\s*(\d{6}|\d{8})(?:\s*-\s*(\d{6}|\d{8}))?", restriction)
    if not match:
        return False
    sign, first, last = match.groups()
    first, last = day(first), last and day(last)
    if not first or last is None and match.group(3):
        return False
    if sign == "<":
        return None, first
    return first, last


def spell(words, country):
    """Names in capitals as wires write them: the usual form first, then others."""
    done = []
    for index, word in enumerate(words):
        low = word.lower()
        if low in PARTICLES and 0 < index < len(words) - 1:
            done.append(low)
        elif re.fullmatch(r"(?:[A-Z]\.)+|[A-Z]", word):
            done.append(word)
        else:
            parts = low.split("-")
            joined = country in SYLLABLES | {"CHN"}
            kept = {"al", "el", "ul", "ad", "as", "ed", "e", "i", "de"}
            cased = [capital(part) if (at == 0 and part not in {"al", "el"} or index == 0 and at == 0 or
                     not joined and at > 0 and part not in kept) else part for at, part in enumerate(parts)]
            done.append("-".join(cased))
    if country in ARABIC:
        text = re.sub(r"(?<=\s)(?:Al|El) (?=[A-Z])", "al-", " ".join(done))
        done = text.split(" ")
    forms = [" ".join(done)]
    if country in SYLLABLES and len(done) == 3 and "-" not in forms[0]:
        hyphen = f"{done[0]} {done[1]}-{done[2].lower()}"
        forms = [forms[0], hyphen] if country == "PRK" else [hyphen, forms[0]]
    elif len(done) > 2 and words[0] == "JEAN" and words[1].lower() in FRENCH:
        forms.insert(0, f"{done[0]}-{' '.join(done[1:])}")
    if country in RUSSIAN:
        wire = forms[0] + " "
        for old, new in ROMANISED:
            wire = wire.replace(old, new)
        if wire.strip() != forms[0]:
            forms.insert(0, wire.strip())
    without = [word for word in done if not re.fullmatch(r"(?:[A-Z]\.)+|[A-Z]", word)]
    if 2 <= len(without) < len(done) and done[0] in without and country not in SYLLABLES | EASTERN:
        forms.insert(0, " ".join(without))
    return forms


def capital(part):
    if re.match(r"mc[a-z]{3}", part):
        return "Mc" + part[2:].capitalize()
    if re.match(r"[odnm]'[a-z]{3}", part):
        return part[0].upper() + "'" + part[2:].capitalize()
    return part[:1].upper() + part[1:]


def words_of(name):
    """The words of a name as the dictionary writes it; none where it is no plain name of two to five words."""
    words = [word for word in re.split(r"[_ ]+", name.replace("’", "'")) if word]
    plain = all(re.fullmatch(r"[A-Z][A-Z'-]*[A-Z]|[A-Z]|(?:[A-Z]\.)+", word) for word in words)
    return words if plain and 2 <= len(words) <= 5 else None


def key(name):
    return re.sub(r"[^a-z]+", " ", name.lower()).strip()


def table(path):
    """The rows of one of our tables."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    head = lines[0]
    return [dict(zip(head, row + [""] * (len(head) - len(row)))) for row in lines[1:]]


def written(date, last):
    """A date as exactly as it is known: the sources of the dictionaries were mostly monthly lists."""
    if date is None:
        return ""
    edge = calendar.monthrange(date.year, date.month)[1] if last else 1
    return f"{date:%Y-%m}" if date.day == edge else f"{date:%Y-%m-%d}"


def people(directory, lexicon, countries):
    """Rows of people-phoenix.tsv."""
    known = collections.defaultdict(set)
    held = collections.defaultdict(list)
    country_of = {}
    for row in table(lexicon / "people.tsv"):
        for name in [row["name"], *row["names"].split(";")]:
            known[key(name)].add(row["name"])
        begin = row["from"] or "0000"
        end = row["to"] or "9999"
        held[row["name"]].append((begin, end + "-99" if len(end) < 10 else end))
        country_of.setdefault(row["name"], row["country"])
    taken = {key(name) for row in table(lexicon / "organisations.tsv") for name in [row["name"], *row["names"].split(";")]}

    frequent = collections.Counter()
    found = []
    for names, codes in entries(directory / "Phoenix.Countries.actors.txt"):
        roles, head, place = [], False, None
        for text in codes:
            code, _, restriction = text.partition(" ")
            country, sectors = code[:3], code[3:]
            dates = period(restriction.strip()) if restriction.strip() else None
            if country not in countries or not dates:
                continue
            place = place or country
            head = head or sectors == "ELI"
            if sectors in OFFICES:
                first, last = dates
                if last is None or last.year > EDITION:
                    last = datetime.date(EDITION, 12, 31)
                if last.year >= FIRST_YEAR and (first is None or first <= last):
                    roles.append((first or datetime.date(1970, 1, 1), last, code))
        words = words_of(names[0])
        if words and words[0].lower().rstrip(",") not in TITLES and place:
            frequent.update({word for word in words})
            if roles:
                found.append((words, names[1:], place, head, sorted(roles)))

    rows, owner = {}, {}
    for words, others, place, head, roles in found:
        if not head and place in SMALL | ENGLISH:
            continue
        roles = [role for role in roles if head or (role[1] - role[0]).days >= SHORTEST]
        if len(words) == 2 and min(frequent[word] for word in words) >= (30 if head else 9):
            continue
        if words[0] in FIRST and words[-1] in COMMON:
            continue
        if max(map(len, words)) < 4 and place not in {"CHN", "KOR", "PRK", "TWN", "VNM", "MMR", "KHM", "LAO"}:
            continue
        forms = spell(words, place)
        for other in others:
            other = words_of(other.rstrip("_"))
            if other and other[0].lower() not in TITLES and set(other) & set(words):
                forms += spell(other, place)
        ours = {name for form in forms for name in known.get(key(form), ())}
        if ours:
            name = sorted(ours)[0]
            if len(ours) > 1 or country_of[name] != place:
                continue
            forms = [name]
        else:
            name = forms[0]
        if key(name) in taken:
            continue
        row = rows.setdefault((place, name), {"names": [], "roles": []})
        row["names"] += [form for form in forms[1:] if form != name]
        for first, last, code in roles:
            begin, end = first.isoformat(), last.isoformat()
            if all(end < other or begin > until for other, until in held.get(name, ())):
                row["roles"].append((first, last, code))
        for form in {key(form) for form in forms}:
            owner.setdefault(form, set()).add((place, name))

    lines = []
    for (place, name), row in rows.items():
        # A name that two people of the dictionaries bear says nothing.
        if len(owner[key(name)]) > 1 or not row["roles"]:
            continue
        others = sorted({form for form in row["names"] if len(owner[key(form)]) == 1 and key(form) not in taken})
        home = "HKG" if name in HONG_KONG else place
        for code, first, last in sorted(joined(row["roles"]), key=lambda role: role[1]):
            open_end = last == datetime.date(EDITION, 12, 31)
            end = str(EDITION) if open_end else written(last, True)
            begin = "" if first.year == 1970 else written(first, False)
            lines.append((place, name, begin, [name, ";".join(others), home, home + code[3:], "", begin, end]))
    return [cells for _, _, _, cells in sorted(lines, key=lambda line: line[:3])]


def joined(roles):
    """Periods of one code that touch or overlap become one."""
    result = []
    for code in sorted({code for _, _, code in roles}):
        for first, last, _ in sorted(role for role in roles if role[2] == code):
            if result and result[-1][0] == code and first <= result[-1][2] + datetime.timedelta(days=95):
                result[-1][2] = max(last, result[-1][2])
            else:
                result.append([code, first, last])
    begins = set()
    return [role for role in result if (role[0], role[1]) not in begins and not begins.add((role[0], role[1]))]


def organisations(directory, lexicon, countries):
    """Rows of organisations-phoenix.tsv."""
    taken = set()
    for file in ["organisations.tsv", "people.tsv", "people-phoenix.tsv"]:
        taken |= {key(name) for row in table(lexicon / file) for name in [row["name"], *row["names"].split(";")]}
    for row in table(lexicon / "countries.tsv"):
        taken |= {key(name) for column in ("name", "names", "demonyms", "capital") for name in row[column].split(";")}
    agents = {key(form) for row in table(lexicon / "agents.tsv") for form in row["words"].split(";")}
    small = {"of", "the", "and", "for", "in", "on", "to", "de", "du", "des", "la", "le", "les", "et", "pour", "del", "y",
             "di", "per", "von", "der", "e", "a", "against", "with", "without", "sans", "al", "fi", "li", "i", "contre"}
    rows = {}
    for file in ["Phoenix.International.actors.txt", "Phoenix.MilNonState.actors.txt", "Phoenix.Countries.actors.txt"]:
        for names, codes in entries(directory / file):
            if len(codes) != 1 or not re.fullmatch(r"[A-Z]{6,18}", codes[0]) or len(codes[0]) % 3:
                continue
            code = codes[0]
            prefix, rest = code[:3], [code[at:at + 3] for at in range(3, len(code), 3)]
            if prefix == "NGO":
                country = next((part for part in rest if part in countries), "")
            elif prefix in countries and "REB" in rest:
                country = prefix
            elif prefix in {"IGO", "IMG"}:
                country = ""
            else:
                continue
            forms = []
            for name in names:
                words = [word for word in re.split(r"[_ ]+", re.sub(r"\([A-Z]+\)", "", name)) if word]
                plain = all(re.fullmatch(r"[A-Z][A-Z'-]*", word) for word in words)
                content = [word.lower() for word in words if word.lower() not in small]
                if not plain or not 2 <= len(words) <= 8 or words[0] in {"THE", "A", "FORMER"}:
                    continue
                if len(content) < 2 or len(content) == 2 and len(set(content) & GENERIC) > 0 and prefix != "IMG":
                    continue
                if prefix in {"NGO", "IGO", "IMG"} and not BODY.search(" ".join(content)):
                    continue
                if {"leader", "spokesman", "chief", "president", "secretary", "envoy", "commander", "official"} & set(content):
                    continue
                cased = [word.lower() if at and word.lower() in small else
                         "-".join(part if at2 and part in small else capital(part)
                                  for at2, part in enumerate(word.lower().split("-")))
                         for at, word in enumerate(words)]
                form = " ".join(cased)
                if key(form) not in taken and key(form) not in agents:
                    taken.add(key(form))
                    forms.append(form)
                elif forms == []:
                    # Our own entry has the main name: its other names are ours to give.
                    break
            if forms:
                rows[forms[0]] = [forms[0], code, country, ";".join(sorted(forms[1:]))]
    return [rows[name] for name in sorted(rows, key=lambda name: (name.casefold(), name))]


HEADER = """\
# {what}
#
# Made by tools/phoenix_actors.py out of the Phoenix actor dictionaries of the Open Event Data Alliance (see NOTICE); do not
# edit: correct an entry by writing it into {ours}, which wins, and make this file again. Columns and order are those
# of {ours}.
#
# {more}
"""


def write(path, header, columns, rows):
    lines = ["\t".join(columns), *("\t".join(row) for row in rows)]
    path.write_text(header + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{path}: {len(rows)} rows", file=sys.stderr)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    directory = pathlib.Path(sys.argv[1])
    lexicon = pathlib.Path(sys.argv[2] if len(sys.argv) == 3 else "lexicon/actors")
    countries = {row["code"] for row in table(lexicon / "countries.tsv")}
    header = HEADER.format(
        what="More people and the offices they held, up to 2014.", ours="people.tsv",
        more="The dictionaries name no offices, so that \"role\" is empty. Those who were in office when the dictionaries\n"
             f"# were last kept have {EDITION} as their last year.")
    columns = ["name", "names", "country", "code", "role", "from", "to"]
    write(lexicon / "people-phoenix.tsv", header, columns, people(directory, lexicon, countries))
    header = HEADER.format(
        what="More organisations: armed groups, international and non-governmental organisations.",
        ours="organisations.tsv",
        more="Companies, names of one word and names of common words are left out.")
    columns = ["name", "code", "country", "names"]
    write(lexicon / "organisations-phoenix.tsv", header, columns, organisations(directory, lexicon, countries))


if __name__ == "__main__":
    main()
