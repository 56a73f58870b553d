//! Events of whole sentences.

use crate::extract::testing;

#[test]
fn events_are_found() {
    let cases: &[(&str, &[&str])] = &[
        ("Chad attacked Niger.", &["ASSAULT TCD>NER affirmed actual"]),
        ("Niger was attacked by Chad on Monday.", &["ASSAULT TCD>NER affirmed actual"]),
        ("Russia will not attack Poland.", &["ASSAULT RUS>POL negated intended"]),
        ("Iranian police may arrest Iraqi students.", &["COERCE IRNCOP>IRQEDU affirmed possible"]),
        ("Iran condemned a French court's ruling.", &["ACCUSE IRN>FRAJUD affirmed actual"]),
        ("Japan agreed to release Russian sailors.", &["AGREE JPN>RUSMIL affirmed actual"]),
        ("Egypt and Jordan signed a treaty.", &["SUPPORT EGY>JOR affirmed actual"]),
        ("Egypt imposed sanctions on Jordan.", &["COERCE EGY>JOR affirmed actual"]),
        ("Iran said that Iraq must leave the area.", &["REQUEST IRN>IRQ affirmed actual"]),
        ("Japan accused China of spying.", &["ACCUSE JPN>CHN affirmed actual"]),
        ("If Iran attacks Iraq, oil will rise.", &["ASSAULT IRN>IRQ affirmed conditional"]),
        ("Iran has attacked Iraq, which Iran denies.", &["ASSAULT IRN>IRQ affirmed reported-denied"]),
        (
            "China moved 900 tanks to the Indian border and could invade.",
            &["MOBILIZE CHN>IND affirmed actual", "ASSAULT CHN>IND affirmed possible"],
        ),
        ("Prices rose after China's invasion of Vietnam.", &["ASSAULT CHN>VNM affirmed actual"]),
        ("Iran is ready for talks with Iraq.", &["AGREE IRN>IRQ affirmed intended"]),
        ("Iran wanted an assurance from Iraq.", &["REQUEST IRN>IRQ affirmed actual"]),
        ("Reuters asked Iran to comment.", &[]),
        ("The crisis over Ukraine deepened.", &[]),
        ("Shares in Japan were attacked by bears.", &[]),
        ("The team beat expectations in Spain.", &[]),
        ("Chad met its budget target.", &[]),
        ("Peace talks in Egypt failed.", &[]),
    ];
    check(cases);
}

#[test]
fn whose_it_is_that_is_taken_or_rejected_is_the_target() {
    check(&[
        ("Peru has offered a higher price, which Chile rejected.", &["REJECT CHL>PER affirmed actual"]),
        ("Peru was unwilling to give Chile a say in the talks.", &["REJECT PER>CHL affirmed actual"]),
        ("Exxon was fined and Kenya froze its assets.", &["COERCE KEN>USABUS affirmed actual"]),
        (
            "Exxon sued the United Auto Workers in Kenya and Peru. The two sides held talks.",
            &["ACCUSE USABUS>USALAB affirmed actual", "CONSULT USABUS>USALAB affirmed actual"],
        ),
        ("QUITO - Peru thanked Chile.", &["SUPPORT PER>CHL affirmed actual"]),
        ("Peru ruled out a coalition with Chile.", &["REJECT PER>CHL affirmed actual"]),
        ("Kenyan police called the family and asked them to wait.", &["REQUEST KENCOP>KENCVL affirmed actual"]),
        (
            "Peru wants Chile to leave the area and has attacked Niger.",
            &["REQUEST PER>CHL affirmed actual", "ASSAULT PER>NER affirmed actual"],
        ),
    ]);
}

#[test]
fn neither_who_stands_by_nor_who_is_spoken_for_is_a_party() {
    check(&[
        ("Peru criticised those supporting Chile.", &["ACCUSE PER> affirmed actual"]),
        ("Peru asked for bread on behalf of Ugandan farmers.", &["REQUEST PER> affirmed actual"]),
        (
            "Chad opened an investigation into allegations of torture by Kenyan soldiers.",
            &["ACCUSE TCD>KENMIL affirmed actual"],
        ),
        (
            "The Chilean army broke up clashes between police and miners demanding bread.",
            &["ASSAULT CHLCOP>CHLLAB affirmed actual", "REQUEST CHLCOP+CHLLAB> affirmed actual"],
        ),
        ("The Estonian parliament recognised Peru but not Chile.", &["SUPPORT ESTLEG>PER affirmed actual"]),
        (
            "The Kenyan senator Ada Crane is an active supporter of Angela Merkel.",
            &["SUPPORT KENLEG>DEUELI affirmed actual"],
        ),
        ("A kidnapped Kenyan diplomat was freed in Chad.", &[]),
        ("Hundreds of Chilean miners were freed in Chad.", &["RETREAT TCD>CHLLAB affirmed actual"]),
        ("Peru blamed the crisis on U.S. Refusal to sign the treaty.", &["ACCUSE PER>USA affirmed actual"]),
        (
            "Kenyan President Ada Crane left. Addressing the Chadian governor, she accused Peru of fraud.",
            &["ACCUSE KENGOV>PER affirmed actual"],
        ),
    ]);
}

#[test]
fn sources_are_found_where_they_stand() {
    check(&[
        // Names that nothing is known of, and family names of office holders.
        ("Lawyers for a group called Tirosol condemned Peru.", &["ACCUSE CVL>PER affirmed actual"]),
        ("Norwegian peacekeepers were stationed in Lebanon.", &["AID NORMIL>LBN affirmed actual"]),
        ("The decision by Brazil to expel the Iranian envoy followed a row.", &["SANCTION BRA>IRNGOV affirmed actual"]),
        ("A report said Peru, which attacked Chile, and Bolivia slept.", &["ASSAULT PER>CHL affirmed actual"]),
        // Where an attack was is not who made it.
        ("Five Kenyan soldiers were killed in an Ethiopian raid.", &["ASSAULT ETH>KENMIL affirmed actual"]),
        ("Five Kenyan soldiers were killed in a bombing in Somalia.", &[]),
        // Of whom an apposition tells, and who is counted with others.
        ("Ada Crane, a Kenyan senator who has condemned Chad, slept.", &["ACCUSE KENLEG>TCD affirmed actual"]),
        (
            "Hundreds of Kenyan farmers, civil servants and monks condemned Chad.",
            &["ACCUSE KENAGR+KENGOV+KENREL>TCD affirmed actual"],
        ),
        // Nor does the country of the one with whom it is done.
        ("Marlow Tin Ltd said it set up a joint venture with Lombard Tin Ltd of Chile.", &[]),
        // A deed does not act for the one who condemns it.
        ("Peru condemned the bombing that killed nine Chilean soldiers.", &["ACCUSE PER> affirmed actual"]),
    ]);
}

#[test]
fn what_things_are_called_is_no_party() {
    check(&[
        ("France condemned the Lima accord.", &["ACCUSE FRA> affirmed actual"]),
        ("France condemned the Peruvian plan.", &["ACCUSE FRA>PER affirmed actual"]),
        ("Kenyan troops attacked a police station.", &["ASSAULT KENMIL>KENCOP affirmed actual"]),
        ("The attack on the convoy was described by Peru as a fight.", &[]),
    ]);
}

#[test]
fn pronouns_stand_for_whoever_is_spoken_of() {
    check(&[
        // Who says something is spoken of before whoever it is about.
        (
            "Norwegian minister Kari Solberg said Peruvian envoy Juana Quiso was tall. She condemned Chile.",
            &["ACCUSE NORGOV>CHL affirmed actual"],
        ),
        (
            "Norwegian minister Kari Solberg smiled. \"Peruvian envoy Juana Quiso is tall,\" she said. She condemned Chile.",
            &["ACCUSE NORGOV>CHL affirmed actual"],
        ),
    ]);
}

#[test]
fn what_is_yet_to_come_is_not_actual() {
    check(&[
        ("Peru will speak when Bolivian troops invade Brazil.", &["ASSAULT BOLMIL>BRA affirmed intended"]),
        ("Peru slept when Bolivian troops invaded Brazil.", &["ASSAULT BOLMIL>BRA affirmed actual"]),
        ("The envoy will speak after Peru's talks with Brazil.", &["AGREE PER>BRA affirmed intended"]),
        ("The envoy spoke after Peru's talks with Brazil.", &["CONSULT PER>BRA affirmed actual"]),
        ("Next week's talks between Peru and Chile are about fish.", &["CONSULT PER>CHL affirmed intended"]),
        ("Peruvian ministers meet Chilean envoys next week.", &["CONSULT PERGOV>CHLGOV affirmed intended"]),
        ("Last week's talks between Peru and Chile were about fish.", &["CONSULT PER>CHL affirmed actual"]),
        ("Kenya was the first country to condemn Chad.", &["ACCUSE KEN>TCD affirmed actual"]),
        ("A Kenyan envoy was arrested in March and expelled from Chad.", &["SANCTION TCD>KENGOV affirmed actual"]),
    ]);
}

#[test]
fn targets_are_whom_it_is_done_to() {
    check(&[
        ("Iran fired Chinese-made missiles at Iraq.", &["ASSAULT IRN>IRQ affirmed actual"]),
        ("Qatar withdrew its troops from Djibouti.", &["RETREAT QAT>DJI affirmed actual"]),
        ("British and Danish negotiators failed to reach a deal.", &["REJECT GBRGOV>DNKGOV affirmed actual"]),
        (
            "Peru's premier has been asked to back the bill by Kenyan minister Ada Crane.",
            &["REQUEST KENGOV>PERGOV affirmed actual"],
        ),
        ("\"I am proud to endorse Chad,\" Kenya's premier said.", &["SUPPORT KENGOV>TCD affirmed actual"]),
        ("\"I would like to thank Chad,\" Kenya's premier said.", &["SUPPORT KENGOV>TCD affirmed actual"]),
        ("British and Danish forces attacked Chad.", &["ASSAULT GBRMIL+DNKMIL>TCD affirmed actual"]),
        ("Officials from Kenya and Chad met on Monday.", &["CONSULT KENGOV>TCDGOV affirmed actual"]),
        ("Peru and Chile met in Lima.", &["CONSULT PER>CHL affirmed actual"]),
        ("Iranian and Iraqi ministers met.", &["CONSULT IRNGOV>IRQGOV affirmed actual"]),
        ("Peru condemned the attack on a Chilean church.", &["ACCUSE PER> affirmed actual"]),
        ("Peru condemned Chile's attack on Bolivia.", &["ACCUSE PER>CHL affirmed actual"]),
        ("France demanded the withdrawal of Chadian forces from Libya.", &["REQUEST FRA>TCDMIL affirmed actual"]),
        ("Relatives pleaded with the Peruvian government to talk.", &["REQUEST CVL>PERGOV affirmed actual"]),
        ("Germany gave 20 million euros to fight floods in Togo.", &["AID DEU>TGO affirmed actual"]),
        ("The Norwegian minister promised Norway's support for Togo.", &["SUPPORT NORGOV>TGO affirmed actual"]),
        ("Kenyan ministers met in Vienna on Monday.", &[]),
        ("Chile called the Peruvian president a liar.", &["ACCUSE CHL>PERGOV affirmed actual"]),
        (
            "Peru investigated claims that workers had been killed by Chilean soldiers.",
            &["ACCUSE PER>CHLMIL affirmed actual", "ASSAULT CHLMIL>PERLAB affirmed possible"],
        ),
        ("Peru protested to Chile over the arrest of a fisherman.", &["ACCUSE PER>CHL affirmed actual"]),
        ("Iran and Iraq accused each other of shelling villages.", &["ACCUSE IRN>IRQ affirmed actual"]),
    ]);
}

#[test]
fn who_is_only_spoken_to_or_of_is_no_target() {
    check(&[
        ("The Polish minister announced the suspension of imports at a news conference in Lima.", &[]),
        (
            "The Polish premier repeated the charges at a rally of his ruling party.",
            &["ACCUSE POLGOV> affirmed actual"],
        ),
        ("The Polish premier told reporters that Norway would expel diplomats.", &["THREATEN NOR> affirmed intended"]),
        (
            "Norway said it signed an accord with Marlow Tin Ltd, Tokyo, Japan, on Monday.",
            &["SUPPORT NOR>BUS affirmed actual"],
        ),
        ("Peru dismissed fears that Chad would collapse.", &[]),
        ("Kenya called for the creation of an Arab fund.", &["REQUEST KEN> affirmed actual"]),
    ]);
}

#[test]
fn governments_and_offices_are_those_of_who_speaks_of_them() {
    check(&[
        (
            "Chile's mines minister said the government had banned Norwegian fish.",
            &["COERCE CHLGOV>NOR affirmed actual"],
        ),
        ("In Nairobi, the Justice Department sued Chad.", &["ACCUSE KENGOV>TCD affirmed actual"]),
        ("Norway met other nations in Paris.", &["CONSULT NOR> affirmed actual"]),
        ("Peru's premier met his counterpart on Monday.", &["CONSULT PERGOV>GOV affirmed actual"]),
        (
            "Hans Muster asked the Polish premier if he would deport Kenyan farmers.",
            &["COERCE POLGOV>KENAGR affirmed conditional"],
        ),
    ]);
}

#[test]
fn participles_after_a_phrase_leave_its_noun_alone() {
    check(&[
        ("Peru launched an attack on Chilean rebels holding a town.", &["ASSAULT PER>CHLREB affirmed actual"]),
        ("France issued an ultimatum to Tripoli warning of air strikes.", &["THREATEN FRA>LBY affirmed actual"]),
        (
            "Peru filed a lawsuit in a Lima court against visiting Chilean minister Ana Rojas.",
            &["ACCUSE PER>CHLGOV affirmed actual"],
        ),
    ]);
}

#[test]
fn whoever_is_to_resign_is_asked() {
    check(&[
        ("Generals have demanded that the Sudanese premier resign.", &["REQUEST MIL>SDNGOV affirmed actual"]),
        ("Poland demanded that Prime Minister Edi Rama's government resign.", &["REQUEST POL>ALBGOV affirmed actual"]),
    ]);
}

#[test]
fn whose_plan_it_is_comes_before_what_it_is_about() {
    check(&[
        ("Peru rejected a Chilean proposal on the Ukraine conflict.", &["REJECT PER>CHL affirmed actual"]),
        ("Peru welcomed the visit to Lima by Chile's president.", &["SUPPORT PER>CHLGOV affirmed actual"]),
        (
            "Peru rejected the possibility of a Chilean military intervention in Bolivia.",
            &["REJECT PER>CHL affirmed actual"],
        ),
    ]);
}

#[test]
fn plans_of_two_countries_have_two_owners() {
    check(&[
        ("Peru condemned the Chilean-Bolivian plan.", &["ACCUSE PER>CHL+BOL affirmed actual"]),
        ("Peru condemned the Turkish-Cypriot plan.", &["ACCUSE PER>CYP affirmed actual"]),
        ("Norway rejected a Danish-Swedish offer to mediate.", &["REJECT NOR>DNK+SWE affirmed actual"]),
    ]);
}

#[test]
fn occasions_are_no_targets() {
    check(&[
        ("Norway is sending troops, according to Chile.", &["MOBILIZE NOR> affirmed actual"]),
        (
            "Canada provided $5 million in assistance to Haiti in response to Hurricane Irma.",
            &["AID CAN>HTI affirmed actual"],
        ),
        (
            "On a trip to Chad, the Kenyan premier voiced strong support of Germany.",
            &["CONSULT KENGOV>TCD affirmed actual", "SUPPORT KENGOV>DEU affirmed actual"],
        ),
        (
            "A Chilean agency launched an investigation in the wake of a report on Peru.",
            &["ACCUSE CHL> affirmed actual"],
        ),
        (
            "Poland cancelled the visit in response to remarks by the Israeli minister.",
            &["REJECT POL>ISRGOV affirmed actual"],
        ),
    ]);
}

#[test]
fn support_is_for_others_than_whose_it_is() {
    check(&[
        (
            "Kenyan minister Jane Mwangi reiterated the Kenyan government's support to the talks among Ugandan rebels.",
            &["SUPPORT KENGOV>UGAREB affirmed actual"],
        ),
        (
            "The Kenyan ambassador promised Nairobi's support for efforts to rebuild the Somali economy.",
            &["SUPPORT KENGOV>SOM affirmed actual"],
        ),
    ]);
}

#[test]
fn clauses_of_purpose_are_addressed_to_whom_the_main_clause_is() {
    check(&[
        (
            "Peru launched a scathing attack on Chile's government calling it corrupt.",
            &["ACCUSE PER>CHLGOV affirmed actual", "ACCUSE PER>CHLGOV affirmed actual"],
        ),
        (
            "Chile sent a letter to the Peruvian minister threatening to cut off funds.",
            &["CONSULT CHL>PERGOV affirmed actual", "THREATEN CHL>PERGOV affirmed actual"],
        ),
        (
            "Poland wrote to Belarus demanding the release of prisoners.",
            &["CONSULT POL>BLR affirmed actual", "REQUEST POL>BLR affirmed actual"],
        ),
        (
            "The French premier phoned the Libyan leader to congratulate him.",
            &["CONSULT FRAGOV>LBYGOV affirmed actual", "SUPPORT FRAGOV>LBYGOV affirmed actual"],
        ),
    ]);
}

#[test]
fn bodies_stand_beside_countries() {
    check(&[
        ("British and EU negotiators failed to reach a deal.", &["REJECT GBRGOV>IGOEEC affirmed actual"]),
        ("Ten Maoist rebels surrendered to the army of Nepal.", &["RETREAT NPLREB>NPLMIL affirmed actual"]),
    ]);
}

#[test]
fn whoever_made_a_law_or_is_looked_into_is_the_target() {
    check(&[
        ("Peru criticized laws passed by the Chilean parliament.", &["ACCUSE PER>CHLLEG affirmed actual"]),
        (
            "Kenyan police opened an investigation into whether Ugandan ministers took bribes.",
            &["ACCUSE KENCOP>UGAGOV affirmed actual"],
        ),
        ("Peru appealed to Chile for the release of fishermen.", &["REQUEST PER>CHL affirmed actual"]),
        (
            "Peru launched a mediation effort to resolve the rift between Chile and Bolivia.",
            &["CONSULT PER>CHL+BOL affirmed actual"],
        ),
        ("Kenyan president Ada Crane threatened to pull Kenyan funding.", &["THREATEN KENGOV> affirmed actual"]),
    ]);
}

#[test]
fn words_are_no_deeds() {
    check(&[
        (
            "Peru denied the claim that it had poisoned a Chilean envoy.",
            &["ASSAULT PER>CHLGOV affirmed reported-denied"],
        ),
        ("Families visited Mexico.", &[]),
        ("The Peruvian president flew to Lima.", &[]),
        ("Peru ordered Chilean diplomats to leave.", &["SANCTION PER>CHLGOV affirmed actual"]),
        ("Senator Ada Crane of Peru held a rally in Lima.", &[]),
        ("The report called for a withdrawal of Peruvian troops from Chile.", &[]),
        (
            "Peru demanded that Chile withdraw its army and deport Bolivian migrants.",
            &["REQUEST PER>CHL affirmed actual", "COERCE CHL>BOLCVL affirmed intended"],
        ),
        ("Politicians attacked rivals.", &["ACCUSE PTY> affirmed actual"]),
    ]);
}

#[test]
fn ideas_and_questions_are_no_deeds() {
    check(&[
        ("The council asked whether Peru and Chile worked together.", &["COOPERATE PER>CHL affirmed conditional"]),
        (
            "Peruvian opponents of sending troops to Chile met Kenya.",
            &["MOBILIZE PEROPP>CHL affirmed intended", "CONSULT PEROPP>KEN affirmed actual"],
        ),
        ("Peru's president used the speech to praise Chile.", &["SUPPORT PERGOV>CHL affirmed actual"]),
        ("Peru's president will go to Lima for talks with Chile.", &["AGREE PERGOV>CHL affirmed intended"]),
    ]);
}

#[test]
fn where_it_happens_is_no_target() {
    check(&[
        ("Norwegian farmers protested in Lima.", &["PROTEST NORAGR> affirmed actual"]),
        ("The Peruvian premier will meet with wellwishers in Oslo.", &["AGREE PERGOV> affirmed intended"]),
        ("Norway's premier criticised the plan at a rally in Lima.", &["ACCUSE NORGOV> affirmed actual"]),
        // A visit, an attack and what is wrong reach the place.
        ("The Norwegian premier arrived in Peru.", &["CONSULT NORGOV>PER affirmed actual"]),
        ("Norway criticised the elections in Chad.", &["ACCUSE NOR>TCD affirmed actual"]),
        (
            "Norway condemned a Chilean raid in the town of Tacna that killed nine Peruvian soldiers.",
            &["ACCUSE NOR>CHL affirmed actual", "ASSAULT CHL>PERMIL affirmed actual"],
        ),
    ]);
}

#[test]
fn regions_streets_and_prices_are_no_targets() {
    for body in [
        "The Norwegian premier visited the region.",
        "Norwegian workers took to the streets.",
        "Norway rejected its bids of 70 dlrs.",
    ] {
        let records = testing::records(body);
        assert!(records.events.iter().all(|event| event.target.is_empty()), "{body}");
        assert_eq!(records.events.len(), 1, "{body}");
    }
}

#[test]
fn whoever_is_to_be_sent_is_not_asked() {
    check(&[(
        "Peru requested permission to send Chilean workers home.",
        &["REQUEST PER> affirmed actual", "RETREAT PER>CHLLAB affirmed intended"],
    )]);
}

#[test]
fn whoever_is_asked_does_not_ask() {
    check(&[
        ("The Peruvian premier was asked in May to help Chile.", &[]),
        ("The Peruvian premier was prepared to help Chile.", &["AGREE PERGOV>CHL affirmed intended"]),
    ]);
}

#[test]
fn moods_of_words_around_a_verb() {
    check(&[
        // What leads somebody to do it brings it about, and what had to be done was done.
        ("The plan led Peruvian farmers to condemn Chile.", &["ACCUSE PERAGR>CHL affirmed actual"]),
        ("Peru used to condemn Chile.", &["ACCUSE PER>CHL affirmed actual"]),
        ("Peru had to condemn Chile.", &["ACCUSE PER>CHL affirmed actual"]),
        ("Peru needs to condemn Chile.", &["ACCUSE PER>CHL affirmed possible"]),
        ("Peru tried to accuse Chile of lying.", &["ACCUSE PER>CHL affirmed actual"]),
        ("Peru will attack Chile if it rains.", &["THREATEN PER>CHL affirmed conditional"]),
        // An auxiliary with its negation belongs to both verbs.
        (
            "Peru did not thank Chile or condemn Bolivia.",
            &["SUPPORT PER>CHL negated actual", "ACCUSE PER>BOL negated actual"],
        ),
        ("Peru decided against condemning Chile.", &["ACCUSE PER>CHL negated actual"]),
        ("Peru made no attempt to condemn Chile.", &["ACCUSE PER>CHL negated actual"]),
        // Days to come, and what is only planned.
        ("Peru starts talks with Chile next week.", &["CONSULT PER>CHL affirmed intended"]),
        (
            "Prices rose before the Peruvian premier's planned visit to Chile.",
            &["CONSULT PERGOV>CHL affirmed intended"],
        ),
    ]);
}

/// Compares the events of sentences with what is expected: type, codes of source and target, polarity, modality.
#[test]
fn people_are_he_or_she() {
    check(&[
        // A speaker is not `he` in his own words; whoever he speaks of is.
        (
            "Ada Crane, the Polish foreign minister, met Chad. \"She attacked Peru,\" Norwegian minister Hans Muster said.",
            &["CONSULT POLGOV>TCD affirmed actual", "ASSAULT POLGOV>PER affirmed actual"],
        ),
        // Names and titles tell who is she.
        (
            "Polish minister Barbara Muster met Norwegian minister Robert Crane. She condemned Peru. He condemned Chad.",
            &[
                "CONSULT POLGOV>NORGOV affirmed actual",
                "ACCUSE POLGOV>PER affirmed actual",
                "ACCUSE NORGOV>TCD affirmed actual",
            ],
        ),
    ]);
}

#[test]
fn the_two_and_they_are_all_who_were_mentioned() {
    check(&[
        (
            "Iran met Iraq on Monday. The two countries condemned Chad.",
            &["CONSULT IRN>IRQ affirmed actual", "ACCUSE IRN+IRQ>TCD affirmed actual"],
        ),
        (
            "Norway and Sweden signed a treaty. They condemned Iran.",
            &["SUPPORT NOR>SWE affirmed actual", "ACCUSE NOR+SWE>IRN affirmed actual"],
        ),
        // Three were: it is not said who.
        (
            "Iran, Iraq and Chad met on Monday. The two countries condemned Peru.",
            &["CONSULT IRN>IRQ+TCD affirmed actual", "ACCUSE >PER affirmed actual"],
        ),
        ("Peru met two countries, including Chad.", &["CONSULT PER>TCD affirmed actual"]),
    ]);
}

#[test]
fn nobody_asks_the_own_side_or_those_to_whom_it_is_done() {
    check(&[
        ("The Norwegian minister said Norway must leave the area.", &[]),
        ("The Norwegian minister said Peru must leave the area.", &["REQUEST NORGOV>PER affirmed actual"]),
        ("Norway said the Peruvian hostages must be freed.", &[]),
        ("Norway said Peru's attempts must stop.", &[]),
    ]);
}

#[test]
fn forces_that_leave_retreat_and_others_do_not() {
    check(&[
        ("Russian troops left Georgia.", &["RETREAT RUSMIL>GEO affirmed actual"]),
        ("Russian students left Georgia.", &[]),
        ("The war left Georgia in ruins.", &[]),
    ]);
}

#[test]
fn what_is_announced_by_nobody_is_done_by_whoever_plans_it() {
    check(&[
        ("Peru's raid on Chile was condemned.", &["ASSAULT PER>CHL affirmed actual"]),
        ("The Danish decision to withdraw troops from Iraq was announced.", &["RETREAT DNK>IRQ affirmed actual"]),
        ("A withdrawal of Danish troops from Iraq was demanded.", &[]),
    ]);
}

#[test]
fn moods_are_those_of_the_words() {
    check(&[
        ("Not only did Iran attack Iraq, it left.", &["ASSAULT IRN>IRQ affirmed actual"]),
        ("Norway asked if Iran had attacked Iraq.", &["ASSAULT IRN>IRQ affirmed conditional"]),
        ("Norway is withdrawing its troops from Lebanon on July 1.", &["RETREAT NOR>LBN affirmed intended"]),
        // What is said or decided has been done, whatever comes of it; a promise is still to be kept.
        ("Peru offered to send troops to Mali.", &["AGREE PER>MLI affirmed actual"]),
        ("Peru proposed to send food to Mali.", &["AGREE PER>MLI affirmed actual"]),
        ("Peru failed to agree with Chile on fish.", &["REJECT PER>CHL affirmed actual"]),
        ("Peru threatened to attack Chile.", &["THREATEN PER>CHL affirmed actual"]),
        ("Peru decided to break off relations with Chile.", &["SANCTION PER>CHL affirmed actual"]),
        ("Peru decided to attack Chile.", &["ASSAULT PER>CHL affirmed intended"]),
        ("Peru has promised to help Chile.", &["AGREE PER>CHL affirmed intended"]),
        ("Peru will agree to release Chilean sailors.", &["AGREE PER>CHLMIL affirmed intended"]),
    ]);
}

#[test]
fn the_place_that_tells_who_somebody_is_belongs_to_the_words() {
    let source = |body: &str| testing::records(body).events[0].source[0].text.clone();
    assert_eq!(source("Police in Nairobi arrested three students."), "Police in Nairobi");
    assert_eq!(source("Farmers from Chile attacked a bus in Lima."), "Farmers from Chile");
    assert_eq!(source("Police in uniform arrested three students in Nairobi."), "Police");
    assert_eq!(source("Rebels from Chad, who came by night, attacked Niger."), "Rebels from Chad");
    assert_eq!(source("Kenyan police arrested three students in Nairobi."), "Kenyan police");
}

#[test]
fn nouns_tell_who_asks_refuses_and_threatens() {
    check(&[
        ("The appeal by Peru to Chile to withdraw its troops was ignored.", &["REQUEST PER>CHL affirmed actual"]),
        ("A threat by Peru to attack Chile was condemned on Monday.", &["THREATEN PER>CHL affirmed actual"]),
        ("Peru's threat to impose sanctions on Chile came on Monday.", &["THREATEN PER>CHL affirmed actual"]),
        ("The suspension of Peruvian aid to Chile went on.", &["SANCTION PER>CHL affirmed actual"]),
        ("Peru's warning to Chile was ignored.", &["THREATEN PER>CHL affirmed actual"]),
        ("Chile's invasion by Peru shocked many.", &["ASSAULT PER>CHL affirmed actual"]),
        ("A U.S.-led invasion of Peru began on Monday.", &["ASSAULT USA>PER affirmed actual"]),
        ("The deputies insisted that the premier resign.", &["REQUEST LEG>GOV affirmed actual"]),
        ("Peru insisted that Chile withdrew.", &[]),
        ("Peru has ruled out extraditing the suspect to Chile.", &["REJECT PER>CHL affirmed actual"]),
        ("Hungary consented to Austria's proposal.", &["AGREE HUN>AUT affirmed actual"]),
    ]);
}

#[test]
fn both_sides_may_stand_in_one_noun_phrase() {
    check(&[
        ("The foreign ministers of Peru and Chile met on Monday.", &["CONSULT PERGOV>CHLGOV affirmed actual"]),
        ("Fighting broke out between Peruvian and Chilean troops.", &["ASSAULT PERMIL>CHLMIL affirmed actual"]),
        ("Peru promised Chile aid.", &["AGREE PER>CHL affirmed actual"]),
        (
            "Peru invaded Chile and occupied it.",
            &["ASSAULT PER>CHL affirmed actual", "ASSAULT PER>CHL affirmed actual"],
        ),
        ("In its attack on Chile, Peru used tanks.", &["ASSAULT PER>CHL affirmed actual"]),
    ]);
}

#[test]
fn targets_are_told_by_a_condition_an_owner_or_a_quarrel() {
    check(&[
        (
            "The Peruvian general warned that the towers will burn unless Chile leaves.",
            &["THREATEN PERMIL>CHL affirmed actual"],
        ),
        ("Turkey put its navy on alert amid a row with Greece.", &["MOBILIZE TUR>GRC affirmed actual"]),
        ("Italian police impounded a yacht in Genoa belonging to Russia.", &["COERCE ITACOP>RUS affirmed actual"]),
        (
            "Norway deplored on Sunday the treatment of villagers by the Turkish authorities.",
            &["ACCUSE NOR>TURGOV affirmed actual"],
        ),
        (
            "Four Chadian soldiers died when a mine planted by rebels exploded.",
            &["ASSAULT TCDREB>TCDMIL affirmed actual"],
        ),
        ("According to the ministry, Peru promised to help Chile.", &["AGREE PER>CHL affirmed intended"]),
    ]);
}

#[test]
fn trees_are_corrected_where_news_has_its_own_order() {
    check(&[
        ("On Monday Peru attacked Chile.", &["ASSAULT PER>CHL affirmed actual"]),
        ("A minister said on Monday Peru attacked Chile.", &["ASSAULT PER>CHL affirmed actual"]),
        ("Iran freed four kidnapped Iraqi soldiers.", &["RETREAT IRN>IRQMIL affirmed actual"]),
        ("Iran freed jailed Iraqi journalists.", &["RETREAT IRN>IRQMED affirmed actual"]),
        ("Peru called President Daniel Soto a fascist.", &["ACCUSE PER>PERGOV affirmed actual"]),
        (
            "In Quito, Ada Crane, the Peruvian premier, met Chilean officials.",
            &["CONSULT PERGOV>CHLGOV affirmed actual"],
        ),
        ("After a ceremony in Oslo on Monday, Peru and Chile signed a treaty.", &["SUPPORT PER>CHL affirmed actual"]),
        ("In a tent in Oslo, Peru and Chile signed a treaty.", &["SUPPORT PER>CHL affirmed actual"]),
        ("Two days after the fire, the Chilean army attacked Peru.", &["ASSAULT CHLMIL>PER affirmed actual"]),
        (
            "Weeks after Cyclone Nora, President Daniel Soto of Peru condemned Chile.",
            &["ACCUSE PERGOV>CHL affirmed actual"],
        ),
        ("The Chilean organisation MAPU condemned Peru.", &["ACCUSE CHL>PER affirmed actual"]),
        (
            "The Senate of Peru denounced for the second time the Chilean army.",
            &["ACCUSE PERLEG>CHLMIL affirmed actual"],
        ),
        ("The Peruvian Senate voted by 13 votes to 2 to condemn Chile.", &["ACCUSE PERLEG>CHL affirmed actual"]),
        ("Peru will not set free the Chilean prisoners.", &["REJECT PER>CHLCRM affirmed actual"]),
        ("The rebels and the Chilean army signed a truce.", &["SUPPORT REB>CHLMIL affirmed actual"]),
        (
            "Thanking the mayor of Oslo, the Chilean government condemned Peru.",
            &["SUPPORT CHLGOV>NORGOV affirmed actual", "ACCUSE CHLGOV>PER affirmed actual"],
        ),
        (
            "Since midnight on Christmas Eve the Chilean army has attacked Peru.",
            &["ASSAULT CHLMIL>PER affirmed actual"],
        ),
        ("Chilean police arrested a would-be Peruvian assassin.", &["COERCE CHLCOP>PERUAF affirmed actual"]),
        ("The Peruvian minister was criticised with great passion by Chile.", &["ACCUSE CHL>PERGOV affirmed actual"]),
        ("Tents and blankets sent by Norway were airlifted to Chad.", &["AID NOR>TCD affirmed actual"]),
        ("Japan has sold neighbouring China 500 tonnes of rice.", &["COOPERATE JPN>CHN affirmed actual"]),
        ("Japan has lent Peru 12 million euros.", &["AID JPN>PER affirmed actual"]),
        ("Japan has granted Peru US$12 million towards schools.", &["AID JPN>PER affirmed actual"]),
        ("Peru - a landlocked country - attacked Chile on Monday.", &["ASSAULT PER>CHL affirmed actual"]),
        (
            "Overriding Danish doubts, Peruvian ministers condemned Chile.",
            &["REJECT PERGOV>DNK affirmed actual", "ACCUSE PERGOV>CHL affirmed actual"],
        ),
        ("Peru praised Chile and the rain went on.", &["SUPPORT PER>CHL affirmed actual"]),
        ("The news that Peru condemned Chile sent prices higher.", &["ACCUSE PER>CHL affirmed actual"]),
        ("It was Peru that helped Chile.", &["AID PER>CHL affirmed actual"]),
        ("Having met with Chile, Peru fell silent.", &["CONSULT PER>CHL affirmed actual"]),
    ]);
}

#[test]
fn states_protest_with_words_and_peoples_in_the_streets() {
    check(&[
        ("Peru protested over the raid by Chile.", &["ACCUSE PER>CHL affirmed actual"]),
        ("Thousands of Peruvians protested outside the Chilean embassy.", &["PROTEST PER>CHLGOV affirmed actual"]),
    ]);
}

#[test]
fn whoever_is_told_to_do_something_is_asked() {
    check(&[
        ("“You must free the hostages,” Peru told Chile.", &["REQUEST PER>CHL affirmed actual"]),
        ("“Do not attack our people,” Peru told the rebels.", &["REQUEST PER>PERREB affirmed actual"]),
        ("“Attack now,” Peru told reporters.", &[]),
    ]);
}

#[test]
fn what_is_untrue_or_would_have_been_is_no_fact() {
    check(&[
        ("It is not true that Peru attacked Chile.", &["ASSAULT PER>CHL negated actual"]),
        ("No evidence was found that Peru had attacked Chile.", &["ASSAULT PER>CHL negated actual"]),
        ("Peru has yet to attack Chile.", &["ASSAULT PER>CHL negated actual"]),
        ("Peru attacked neither Chile nor Bolivia.", &["ASSAULT PER>CHL+BOL negated actual"]),
        ("It is possible that Peru attacked Chile.", &["ASSAULT PER>CHL affirmed possible"]),
        ("Should Peru attack Chile, Bolivia will react.", &["ASSAULT PER>CHL affirmed conditional"]),
        ("Peru would have attacked Chile but for the rain.", &["ASSAULT PER>CHL affirmed conditional"]),
        ("Peru denied having attacked Chile.", &["ASSAULT PER>CHL affirmed reported-denied"]),
    ]);
}

#[test]
fn sources_and_targets_stand_elsewhere_in_the_sentence() {
    check(&[
        // Who did what is condemned may hang on the verb, and what troops do is asked of them.
        ("Peru condemned the shelling of Bolivian farms by the Chilean army.", &["ACCUSE PER>CHLMIL affirmed actual"]),
        ("Peru called for the withdrawal of Chilean troops from Tacna.", &["REQUEST PER>CHLMIL affirmed actual"]),
        // Who came to harm stands in the main clause.
        ("Nine policemen died when Chilean soldiers attacked their post.", &["ASSAULT CHLMIL>COP affirmed actual"]),
        // At whose command, and who threatens.
        ("A Peruvian editor was arrested on the orders of Chile.", &["COERCE CHL>PERMED affirmed actual"]),
        ("Peruvian ships will be sunk, the Chilean navy said.", &["THREATEN CHLMIL>PER affirmed intended"]),
        ("Peruvian ships will not be sunk, the Chilean navy said.", &[]),
        (
            "Chilean sailors held by Peru were freed on Friday.",
            &["COERCE PER>CHLMIL affirmed actual", "RETREAT PER>CHLMIL affirmed actual"],
        ),
        ("Diplomatic ties between Chile and Peru were restored.", &["SUPPORT CHL>PER affirmed actual"]),
        ("Chilean police fired tear gas at students.", &["ASSAULT CHLCOP>CHLEDU affirmed actual"]),
        ("Peru issued a report highly critical of Chile.", &["ACCUSE PER>CHL affirmed actual"]),
        ("Bolivia, whose minister condemned Chile, left.", &["ACCUSE BOLGOV>CHL affirmed actual"]),
        ("Peru lashed out at Chile.", &["ACCUSE PER>CHL affirmed actual"]),
        ("Peru took a swipe at Chile.", &["ACCUSE PER>CHL affirmed actual"]),
        // Who does something to each other, and what comes to an end is its owner's to end.
        ("Peru and Chile agreed to set up a commission.", &["AGREE PER>CHL affirmed actual"]),
        ("A prisoner swap between Peru and Chile took place.", &["COOPERATE PER>CHL affirmed actual"]),
        ("The suspension of Peruvian aid to Chile went on.", &["SANCTION PER>CHL affirmed actual"]),
        ("Peru's ban on Chilean fish was lifted.", &["RETREAT PER>CHL affirmed actual"]),
        ("Peru's act of aggression against Chile failed.", &["ASSAULT PER>CHL affirmed actual"]),
        (
            "Shells fired by Peru hit a Chilean farm.",
            &["ASSAULT PER> affirmed actual", "ASSAULT PER>CHL affirmed actual"],
        ),
        (
            "Chilean ministers were praised and thanked by Peru.",
            &["SUPPORT PER>CHLGOV affirmed actual", "SUPPORT PER>CHLGOV affirmed actual"],
        ),
        // What the words say alone, where nothing comes of what they are put together with.
        ("Peru was outraged at Chile.", &["ACCUSE PER>CHL affirmed actual"]),
        ("Peru rejected a demand by Chile to leave.", &["REJECT PER>CHL affirmed actual"]),
        ("Chile found itself condemned by Peru.", &["ACCUSE PER>CHL affirmed actual"]),
        ("Peru freed wounded Chilean soldiers.", &["RETREAT PER>CHLMIL affirmed actual"]),
        // Whom pronouns mean.
        ("Peru told Chile that it must leave.", &["REQUEST PER>CHL affirmed actual"]),
        ("Peru said Chile attacked its ships.", &["ASSAULT CHL>PER affirmed actual"]),
        // Said indeed.
        ("Peru used a speech to condemn Chile.", &["ACCUSE PER>CHL affirmed actual"]),
        ("Peru is going to condemn Chile.", &["ACCUSE PER>CHL affirmed intended"]),
        ("Peru wasted no time in condemning Chile.", &["ACCUSE PER>CHL affirmed actual"]),
    ]);
}

fn check(cases: &[(&str, &[&str])]) {
    for (body, expected) in cases {
        let records = testing::records(body);
        let code = |actors: &[crate::record::Actor]| {
            actors.iter().filter_map(|actor| actor.code.clone()).collect::<Vec<_>>().join("+")
        };
        let found: Vec<String> = records
            .events
            .iter()
            .map(|record| {
                let event = &record.event;
                let polarity = serde_json::to_value(event.polarity).unwrap();
                let modality = serde_json::to_value(event.modality).unwrap();
                format!(
                    "{} {}>{} {} {}",
                    event.plover,
                    code(&record.source),
                    code(&record.target),
                    polarity.as_str().unwrap(),
                    modality.as_str().unwrap()
                )
            })
            .collect();
        assert_eq!(found, *expected, "{body}");
    }
}

#[test]
fn who_sails_off_for_a_place_acts_there_and_a_dateline_does_not() {
    check(&[
        (
            "Kenyan President Ada Crane left for Washington to meet Chadian officials.",
            &["CONSULT KENGOV>USA affirmed actual", "CONSULT KENGOV>TCDGOV affirmed intended"],
        ),
        ("LIMA (AP) - Kenya attacked Chad.", &["ASSAULT KEN>TCD affirmed actual"]),
        ("The storm that struck Peru killed two Chadian soldiers.", &[]),
        (
            "Kenya urged Peru to help Chile recover and called for a peaceful end to the war with Chad.",
            &["REQUEST KEN>PER affirmed actual", "REQUEST KEN>TCD affirmed actual"],
        ),
        ("Officials at the tin maker Exxon urged Peru to wait.", &["REQUEST USABUS>PER affirmed actual"]),
    ]);
}

#[test]
fn what_the_latest_did_is_done_and_what_was_decided_not_to_be_is_not() {
    check(&[
        (
            "Two Kenyan ministers became the first members of the cabinet to endorse Angela Merkel.",
            &["SUPPORT KENGOV>DEUELI affirmed actual"],
        ),
        ("Kenya has become the latest country to condemn Chad.", &["ACCUSE KEN>TCD affirmed actual"]),
        ("Kenya was one of three countries to attack Chad.", &["ASSAULT KEN>TCD affirmed actual"]),
        ("Kenya was wrong to sell arms to Chad.", &["COOPERATE KEN>TCD affirmed actual"]),
        ("Kenyan rebels used drones to attack Chad.", &["ASSAULT KENREB>TCD affirmed actual"]),
        ("Kenya backed a no-fly zone in Chad.", &["SUPPORT KEN>TCD affirmed actual"]),
        ("The Kenyan ministry defended its decision not to sue Chad.", &["ACCUSE KENGOV>TCD negated actual"]),
        (
            "The minister said the U.S. sanctions against Chile were not discussed at the meeting.",
            &["COERCE USA>CHL affirmed actual"],
        ),
    ]);
}

#[test]
fn those_who_hear_of_it_are_not_accused() {
    check(&[
        ("Exxon filed a complaint with Kenyan police.", &[]),
        ("Peru blamed the Chilean tin industry for the crisis.", &["ACCUSE PER>CHLBUS affirmed actual"]),
        ("Kenya ended talks on the future of the tin industry in Chad.", &["CONSULT KEN> affirmed actual"]),
    ]);
}

#[test]
fn whose_court_coalition_and_allies_they_are() {
    check(&[
        ("A judge at Chad's harvest court jailed two Kenyan soldiers.", &["COERCE TCDJUD>KENMIL affirmed actual"]),
        ("A coalition of Kenyan farmers urged Peru to wait.", &["REQUEST KENAGR>PER affirmed actual"]),
        ("The Democratic Party and its allies accused Chad of lying.", &["ACCUSE USAPTY+USAPTY>TCD affirmed actual"]),
        ("A Japanese government advisory body urged Peru to wait.", &["REQUEST JPNGOV>PER affirmed actual"]),
        (
            "The U.S. attorney for Ohio charged two Kenyan soldiers with murder.",
            &["ACCUSE USAJUD>KENMIL affirmed actual"],
        ),
        ("Kenya praised multinational troops in Chad.", &["SUPPORT KEN>IGOMIL affirmed actual"]),
        ("China sent aid to Africa.", &["AID CHN>AFR affirmed actual"]),
        (
            "The Kenyan senator and presidential candidate accused Chad of lying.",
            &["ACCUSE KENPTY>TCD affirmed actual"],
        ),
        ("White House hopefuls criticised Chad.", &["ACCUSE USAPTY>TCD affirmed actual"]),
        ("Germany's minister smiled. Europe's farmers criticised Peru.", &["ACCUSE EURAGR>PER affirmed actual"]),
        ("Chad's ruling National Unity party criticised Peru.", &["ACCUSE TCDPTY>PER affirmed actual"]),
        ("Chad's National Congress criticised Peru.", &["ACCUSE TCDLEG>PER affirmed actual"]),
        ("I wish to pay tribute to Peru, the Chadian minister said.", &["SUPPORT TCDGOV>PER affirmed actual"]),
        (
            "Peruvian minister Juan Crane travelled to Chad to meet with government officials.",
            &["CONSULT PERGOV>TCDGOV affirmed actual"],
        ),
    ]);
}

#[test]
fn when_somebody_spoke_is_none_of_what_was_said() {
    let body = "In an interview two days after Kenya attacked Chad, Angela Merkel said that Peru had praised Chile.";
    let events = testing::records(body).events;
    let speaker = |index: usize| events[index].attribution.first().and_then(|said| said.speaker.code.clone());
    assert_eq!(speaker(0), None);
    assert_eq!(speaker(1).as_deref(), Some("DEUELI"));
    let body = "Members of the Kenyan parliament accused Chad of lying, something Peru had denied.";
    assert!(testing::records(body).events[0].attribution.is_empty());
    let body = "Peru reaffirmed that Chile had attacked Chad.";
    let speaker = testing::records(body).events[0].attribution[0].speaker.code.clone();
    assert_eq!(speaker.as_deref(), Some("PER"));
}

#[test]
fn events_have_attribution_time_and_stable_ids() {
    let body = "Poland said on Monday that Russia had attacked 12 Ukrainian soldiers.";
    let records = testing::records(body);
    let event = &records.events[0];
    assert_eq!(event.attribution[0].speaker.code.as_deref(), Some("POL"));
    assert_eq!(event.quantities[0].value, Some(12.0));
    assert_eq!(event.time, None, "the day is that of the saying");
    assert_eq!(event.id, testing::records(body).events[0].id);
    let asked = &testing::records("Poland said on Monday it wanted a guarantee from Russia.").events[0];
    assert_eq!(asked.time.as_ref().unwrap().value, "2024-05-13");
}

#[test]
fn whoever_speaks_in_between_says_all_of_it() {
    let speaker = |body: &str| {
        let event = testing::records(body).events.remove(0);
        event.attribution.first().and_then(|said| said.speaker.code.clone())
    };
    let between = "For decades, the Norwegian minister noted, Peru has condemned Chile.";
    assert_eq!(speaker(between).as_deref(), Some("NORGOV"));
    let stated = "The Norwegian army said in a statement Peru had attacked Chile.";
    assert_eq!(speaker(stated).as_deref(), Some("NORMIL"));
    let again =
        "The Norwegian army said in a statement the talks were over. Peru had attacked Chile, the statement said.";
    assert_eq!(speaker(again).as_deref(), Some("NORMIL"));
    let poll = "Peru has condemned Chile, a New York Times poll said.";
    assert_eq!(speaker(poll).as_deref(), Some("USAMED"));
}

#[test]
fn times_of_other_things_are_not_those_of_events() {
    let cases = [
        ("Poland accused Russia of breaching the 1976 treaty.", None),
        ("The Polish president will visit Chile from June 3 to 5.", Some("2024-06-03")),
        ("Poland postponed its talks with Russia until Friday.", None),
        ("Poland attacked Russia on Monday.", Some("2024-05-13")),
        ("Ten miners died on Monday after Poland attacked Russia.", Some("2024-05-13")),
        ("Ten miners died on Monday, two days after Poland attacked Russia.", None),
    ];
    for (body, expected) in cases {
        let records = testing::records(body);
        let event = records.events.first().unwrap_or_else(|| panic!("no event: {body}"));
        assert_eq!(event.time.as_ref().map(|time| time.value.as_str()), expected, "{body}");
    }
}

#[test]
fn times_that_the_article_has_told_before() {
    let cases = [
        // The same meeting, and what its guest says.
        ("The Polish premier met the Russian premier on Monday. The two premiers met in Warsaw.", Some("2024-05-13")),
        ("Ada Crane told reporters on Monday that she was glad. She accused Russia of spying.", Some("2024-05-13")),
        ("Ada Crane urged Russia on Monday to leave. She also urged Chile to stay.", Some("2024-05-13")),
        // Another one does it on the day of the story.
        ("Ada Crane told reporters on Monday that she was glad. Chile accused Russia of spying.", Some("2024-05-13")),
        // Another day was told, or the day is long ago; it was done by then, or is only quoted.
        ("Ada Crane spoke on Monday. Shares had fallen on Friday. Chile accused Russia of spying.", None),
        ("Ada Crane spoke on Monday. Chile has accused Russia of spying.", None),
        ("Ada Crane spoke on Monday. \"Chile bombed Russia,\" she said.", None),
        ("Poland attacked Russia in 1997. Poland attacked Russia again.", None),
        ("The Chilean army pledged to leave Peru in June.", Some("2024-06")),
    ];
    for (body, expected) in cases {
        let records = testing::records(body);
        let event = records.events.last().unwrap_or_else(|| panic!("no event: {body}"));
        assert_eq!(event.time.as_ref().map(|time| time.value.as_str()), expected, "{body}");
    }
}

#[test]
fn what_comes_of_an_event_says_nothing_of_its_mood() {
    check(&[
        ("Chile said the Peruvian attack on Bolivia might hurt exports.", &["ASSAULT PER>BOL affirmed actual"]),
        ("The Peruvian attack on Bolivia did not hurt exports.", &["ASSAULT PER>BOL affirmed actual"]),
        ("Talks between Chile and Peru failed to produce a timetable.", &["CONSULT CHL>PER affirmed actual"]),
        ("Chile was found to have attacked Peru.", &["ASSAULT CHL>PER affirmed actual"]),
        ("Chile is believed to have attacked Peru.", &["ASSAULT CHL>PER affirmed possible"]),
        ("There are fears that Chile would attack Peru.", &["ASSAULT CHL>PER affirmed possible"]),
        ("Chile is willing to release Peruvian sailors if prices fall.", &["AGREE CHL>PERMIL affirmed conditional"]),
        ("Chile took the opportunity to thank Peru.", &["SUPPORT CHL>PER affirmed actual"]),
    ]);
}

#[test]
fn whose_it_is_that_somebody_answers() {
    check(&[
        // It does not reject its own request.
        (
            "Chile praised Peru while rejecting its request for a loan.",
            &["SUPPORT CHL>PER affirmed actual", "REJECT CHL>PER affirmed actual"],
        ),
        ("The Chilean army rejected a court decision.", &["REJECT CHLMIL>CHLJUD affirmed actual"]),
        ("Peruvian students clashed with police at a Chilean fair.", &["PROTEST PEREDU>PERCOP affirmed actual"]),
        // Laws allow it, and nobody does.
        ("The Chilean law allows Peruvian soldiers to stay.", &[]),
        // It is the own state that is to do it.
        ("The Chilean premier promised to bring Chile's deficit down.", &["AGREE CHLGOV> affirmed intended"]),
    ]);
}

#[test]
fn workers_strike_and_armies_attack() {
    check(&[
        (
            "Indian workers launched a strike against the Chilean government.",
            &["PROTEST INDLAB>CHLGOV affirmed actual"],
        ),
        ("Peruvian jets carried out a strike on Chile.", &["ASSAULT PERMIL>CHL affirmed actual"]),
        ("Peruvian students occupied the Chilean embassy.", &["PROTEST PEREDU>CHLGOV affirmed actual"]),
    ]);
}

#[test]
fn several_do_it_and_whoever_is_quoted_does() {
    check(&[
        (
            "Iran praised Peru and Chile, which have attacked Bolivia.",
            &["SUPPORT IRN>PER+CHL affirmed actual", "ASSAULT PER+CHL>BOL affirmed actual"],
        ),
        ("Peru quoted the Chilean minister as condemning Bolivia.", &["ACCUSE CHLGOV>BOL affirmed actual"]),
        ("Chilean police seized shares from the Peruvian bank.", &["COERCE CHLCOP>PERBUS affirmed actual"]),
    ]);
}

#[test]
fn whoever_ends_a_sentence_speaks() {
    let speaker = |body: &str| {
        let event = testing::records(body).events.remove(0);
        event.attribution.first().and_then(|said| said.speaker.code.clone())
    };
    for body in [
        // Read as a part of what is said.
        "Rebels clashed on Monday with members of the guard loyal to the president, Chilean officials said.",
        "Rebels attacked the town and wounded 20 soldiers, many of them officers, the Chilean government said.",
        "Peru has rejected the demand of Bolivia, but Bolivia has said it will come back, Chilean officials said.",
    ] {
        assert!(speaker(body).is_some_and(|code| code.starts_with("CHLGOV")), "{body}: {:?}", speaker(body));
    }
}

#[test]
fn what_is_denied_was_done_by_another_than_who_denies_it() {
    check(&[
        (
            "A Chilean minister denied rumours that Peru had attacked Bolivia.",
            &["ASSAULT PER>BOL affirmed reported-denied"],
        ),
        ("Chile has denied charges of bombing Peruvian territory.", &["ASSAULT CHL>PER affirmed reported-denied"]),
    ]);
    let event = testing::records("A Chilean minister denied rumours that Peru had attacked Bolivia.").events.remove(0);
    assert_eq!(event.attribution[0].speaker.code.as_deref(), Some("CHLGOV"));
}

#[test]
fn hopes_abilities_and_cases_are_no_plans() {
    check(&[
        ("The Kenyan president starts a visit to Chile on Sunday.", &["CONSULT KENGOV>CHL affirmed intended"]),
        ("Chilean officials, who were shot at by Peruvian police, left.", &["ASSAULT PERCOP>CHLGOV affirmed actual"]),
        ("The Chilean premier was to have met Peruvian ministers.", &["AGREE CHLGOV>PERGOV negated intended"]),
        ("Kenya hopes that Chile would attack Peru.", &["ASSAULT CHL>PER affirmed possible"]),
        ("The answer may be that Chile will attack Peru.", &["ASSAULT CHL>PER affirmed possible"]),
        ("The war games showed the Chilean army's ability to attack Peru.", &["ASSAULT CHLMIL>PER affirmed possible"]),
        ("Chile should use its power to pressure Peru.", &["REQUEST CHL>PER affirmed possible"]),
        ("In the event that Chile attacks Peru, prices will rise.", &["ASSAULT CHL>PER affirmed conditional"]),
        ("Chile remains one of the last countries not to condemn Peru.", &["ACCUSE CHL>PER negated actual"]),
        ("The Kenyan president goes to Chile later this week.", &["CONSULT KENGOV>CHL affirmed intended"]),
        ("The Kenyan president visits Chile on Sunday.", &["CONSULT KENGOV>CHL affirmed intended"]),
    ]);
}

#[test]
fn what_should_be_is_no_plan() {
    check(&[
        ("Chile should attack Peru.", &["ASSAULT CHL>PER affirmed possible"]),
        ("Chile should have attacked Peru.", &["ASSAULT CHL>PER affirmed conditional"]),
        ("Chile ought to attack Peru.", &["ASSAULT CHL>PER affirmed possible"]),
        ("A Kenyan minister said Chile should have told Peru.", &["ACCUSE KENGOV>CHL affirmed actual"]),
        ("A Kenyan minister said Chile must have told Peru.", &[]),
    ]);
}

#[test]
fn moods_of_likely_missed_and_coming_events() {
    check(&[
        ("Chile probably attacked Peru.", &["ASSAULT CHL>PER affirmed possible"]),
        ("Chile nearly attacked Peru.", &["ASSAULT CHL>PER negated actual"]),
        ("There is a chance Chile will attack Peru.", &["ASSAULT CHL>PER affirmed possible"]),
        ("Had Chile attacked Peru, Bolivia would have helped.", &["ASSAULT CHL>PER affirmed conditional"]),
        ("A Chilean attack on Peru seems likely.", &["ASSAULT CHL>PER affirmed possible"]),
        ("A new Chilean attack on Peru does not appear to be a major offensive.", &["ASSAULT CHL>PER affirmed actual"]),
        ("Talks between Chile and Peru do not appear to be taking place.", &["CONSULT CHL>PER negated actual"]),
        ("Talks between Chile and Peru failed to break the ice.", &["CONSULT CHL>PER affirmed actual"]),
        ("Chile was able to attack Peru.", &["ASSAULT CHL>PER affirmed actual"]),
        ("It is believed that Chile attacked Peru.", &["ASSAULT CHL>PER affirmed possible"]),
        ("Chile warned against attacking Peru.", &["ASSAULT CHL>PER negated actual"]),
        ("Kenyan students staged a play to denounce Chile.", &["ACCUSE KENEDU>CHL affirmed actual"]),
    ]);
}

#[test]
fn gerunds_clauses_and_bills_are_as_real_as_what_they_hang_on() {
    check(&[
        ("Chile will respond by attacking Peru.", &["ASSAULT CHL>PER affirmed intended"]),
        ("Chile responded by attacking Peru.", &["ASSAULT CHL>PER affirmed actual"]),
        (
            "Chile consulted Bolivia before attacking Peru.",
            &["CONSULT CHL>BOL affirmed actual", "ASSAULT CHL>PER affirmed actual"],
        ),
        (
            "The results included a decision that the Kenyan president visit Peru in April.",
            &["CONSULT KENGOV>PER affirmed intended"],
        ),
        ("Chile made progress on improving ties with Peru.", &["SUPPORT CHL>PER affirmed intended"]),
        (
            "The Chilean congress is debating a bill that imposes sanctions on Peru.",
            &["COERCE CHLLEG>PER affirmed possible"],
        ),
        ("Chile failed to adhere to the pact with Peru.", &["REJECT CHL>PER affirmed actual"]),
    ]);
}

#[test]
fn targets_stand_in_clauses_and_before_them() {
    check(&[
        (
            "The Chilean government is holding inquiries into banks, with Peruvian farmers expecting a merger.",
            &["ACCUSE CHLGOV>BUS affirmed actual"],
        ),
        (
            "A Chilean minister pledged that the government would fight against the Peruvian tax.",
            &["REJECT CHLGOV>PER affirmed intended"],
        ),
        (
            "Chile has granted Cuba a 25 million dollar loan for the purchase of goods in the steel industry.",
            &["AID CHL>CUB affirmed actual"],
        ),
        (
            "The Chilean minister criticised the large sums that Peruvian bankers would make.",
            &["ACCUSE CHLGOV>PERBUS affirmed actual"],
        ),
        (
            "The Chilean minister welcomed the news that the Peruvian premier would quit.",
            &["SUPPORT CHLGOV>PERGOV affirmed actual"],
        ),
    ]);
}

#[test]
fn headlines_forecasts_and_papers_have_speakers() {
    let speaker = |body: &str| {
        let event = testing::records(body).events.remove(0);
        event.attribution.first().and_then(|said| said.speaker.code.clone())
    };
    assert!(speaker("Barack Obama: Peru has condemned Chile.").is_some_and(|code| code.starts_with("USA")));
    assert!(speaker("Kenyan diplomats expect Chile to attack Peru.").is_some_and(|code| code.starts_with("KEN")));
    let closing = "Chile will attack Peru in May and hold talks with Kenya, Kenyan minister Juan Crane told reporters.";
    assert_eq!(speaker(closing).as_deref(), Some("KENGOV"));
    assert_eq!(speaker("Chile attacked Peru, one of the Kenyan ministers said.").as_deref(), Some("KENGOV"));
    assert!(speaker("Chile attacked Peru, according to a study released by Oxfam.").is_some());
    let asked = "Crane smiled. \"Chile attacked Peru. Did Chile attack Bolivia?\" a Kenyan minister said.";
    assert_eq!(speaker(asked).as_deref(), Some("KENGOV"));
    let paper = "The Kenyan army issued a statement saying Peru attacked Chile.";
    assert_eq!(speaker(paper).as_deref(), Some("KENMIL"));
    let clear = "A Kenyan minister made clear that Peru attacked Chile.";
    assert_eq!(speaker(clear).as_deref(), Some("KENGOV"));
    assert_eq!(speaker("If a Kenyan minister says that Peru attacked Chile, prices will rise."), None);
    assert_eq!(speaker("Kenyan ministers expect Chile to attack Peru."), None);
    assert_eq!(speaker("The Baltic states Estonia and Latvia condemned Peru."), None);
    // In passing, and in whose view.
    assert_eq!(speaker("Niger attacked Mali, as a Chadian minister put it.").as_deref(), Some("TCDGOV"));
    assert_eq!(speaker("As Chadian ministers told reporters, Niger attacked Mali.").as_deref(), Some("TCDGOV"));
    assert_eq!(speaker("As Chadian ministers met, Niger attacked Mali."), None);
    assert_eq!(speaker("In Chad's view, Niger attacked Mali.").as_deref(), Some("TCD"));
    assert_eq!(speaker("Niger attacked Mali, in the opinion of Chad.").as_deref(), Some("TCD"));
    // `according to`: in the midst of it, and what nobody signed.
    assert!(speaker("Since May, according to Oxfam, Peru has attacked Chile.").is_some());
    assert!(speaker("Peru, according to Oxfam, attacked Chile.").is_some());
    let named = |body: &str| testing::records(body).events.remove(0).attribution.pop().map(|said| said.speaker.text);
    assert_eq!(named("Chile attacked Peru, according to published reports.").as_deref(), Some("published reports"));
    assert_eq!(named("Chile attacked Peru, according to an agreement."), None);
}

#[test]
fn what_is_to_be_arranged_wondered_at_or_came_late() {
    check(&[
        (
            "Peru asked Kenya to schedule a meeting with Chile.",
            &["REQUEST PER>KEN affirmed actual", "CONSULT KEN>CHL affirmed intended"],
        ),
        (
            "Norwegian ministers plan to travel to Lima for talks with Chile.",
            &["AGREE NORGOV>PER affirmed intended", "CONSULT NORGOV>CHL affirmed intended"],
        ),
        ("Chad did not attack Niger until Friday.", &["ASSAULT TCD>NER affirmed actual"]),
        ("Chad did not attack Niger until Mali withdrew.", &["ASSAULT TCD>NER affirmed actual"]),
        ("Chad will not attack Niger until Friday.", &["ASSAULT TCD>NER negated intended"]),
        ("Nobody knew why Chad would attack Niger.", &["ASSAULT TCD>NER affirmed possible"]),
    ]);
}

#[test]
fn rules_and_clauses_of_demands_are_no_deeds() {
    check(&[
        ("It is illegal for Kenyan police to arrest Chadian students.", &[]),
        ("It is forbidden for Chad to attack Niger.", &[]),
        ("Peru repeated its demand that Chile withdraw its troops from Bolivia.", &["REQUEST PER>CHL affirmed actual"]),
        ("Marlow Tin Ltd plans to increase its presence in Brazil.", &[]),
        ("Kenya plans to increase its presence in Chad.", &["MOBILIZE KEN>TCD affirmed intended"]),
        // Whoever attacks a position.
        ("Kenyan rebels attacked Chadian positions.", &["ASSAULT KENREB>TCD affirmed actual"]),
        ("Kenyan ministers attacked Chad's position.", &["ACCUSE KENGOV>TCD affirmed actual"]),
        ("Kenyan courts blocked the entrance of the Chadian embassy.", &["COERCE KENJUD>TCDGOV affirmed actual"]),
    ]);
}

#[test]
fn what_is_not_believed_is_negated_and_the_no_of_an_entry_is_not() {
    check(&[
        ("Chad does not believe Niger attacked Mali.", &["ASSAULT NER>MLI negated actual"]),
        ("Chad does not expect Niger to attack Mali.", &["ASSAULT NER>MLI negated intended"]),
        ("Chad could not believe Niger attacked Mali.", &["ASSAULT NER>MLI affirmed actual"]),
        ("It is doubtful that Niger would attack Mali.", &["ASSAULT NER>MLI affirmed possible"]),
        ("Israeli ministers said there will be no compromise with Iran.", &["REJECT ISRGOV>IRN affirmed intended"]),
        ("Chad imposed no economic sanctions on Niger.", &["COERCE TCD>NER negated actual"]),
        ("Kenyan ministers are wary of giving permission to Chad.", &["REJECT KENGOV>TCD affirmed actual"]),
        (
            "Chad will praise Mali rather than condemn Niger.",
            &["AGREE TCD>MLI affirmed intended", "ACCUSE TCD>NER negated intended"],
        ),
        ("Chad denied a report Niger had attacked Mali.", &["ASSAULT NER>MLI affirmed reported-denied"]),
        // What a noun is called.
        (
            "Kenyan ministers said the bill was aimed at correcting Japan's unfair trade practices.",
            &["ACCUSE KENGOV>JPN affirmed actual"],
        ),
    ]);
}

#[test]
fn what_is_criticised_wondered_at_or_hangs_on_a_thing_that_is_not_there() {
    check(&[
        ("Kenyan ministers criticised Chad's failure to attack Niger.", &["ACCUSE KENGOV>TCD affirmed actual"]),
        ("Kenyan ministers criticised the lack of help from Chad.", &["ACCUSE KENGOV>TCD affirmed actual"]),
        ("A Kenyan minister does not believe that Chad should leave Mali.", &["REQUEST KENGOV>TCD negated actual"]),
        (
            "A Kenyan minister said he would never accept that Chad should leave Mali.",
            &["REQUEST KENGOV>TCD negated actual"],
        ),
        ("A Kenyan minister asked whether Chad should leave Mali.", &[]),
        (
            "Kenyan ministers spoke of a reform that would allow Chad to attack Niger.",
            &["ASSAULT TCD>NER affirmed possible"],
        ),
        ("Kenya had little chance of a meeting with Chad.", &["CONSULT KEN>TCD affirmed possible"]),
        // One threat, and no raid.
        ("Kenya threatened a resumption of raids on Chad.", &["THREATEN KEN>TCD affirmed actual"]),
        ("Bankers said Kenyan pressure on Chad to ease rules had grown.", &["REQUEST KEN>TCD affirmed actual"]),
    ]);
}

#[test]
fn how_much_is_traded_in_a_year_is_no_deed_and_goods_visit_nobody() {
    check(&[
        ("Australia exported 900 tonnes of sugar to Japan in 1986.", &[]),
        ("Kenya imports coal from Japan.", &[]),
        ("Egypt sold 900 tonnes of rice to Chad on Monday.", &["COOPERATE EGY>TCD affirmed actual"]),
        ("Kenyan sugar arrived in Japan.", &[]),
        ("A Kenyan minister arrived in Japan.", &["CONSULT KENGOV>JPN affirmed actual"]),
    ]);
}

#[test]
fn what_is_to_be_done_to_somebody_is_done_by_another() {
    check(&[
        ("A Kenyan minister is to be prosecuted by Chadian courts.", &["ACCUSE TCDJUD>KENGOV affirmed intended"]),
        ("A Kenyan minister is to be prosecuted.", &[]),
        ("A Kenyan minister is likely to be attacked by Chadian rebels.", &["ASSAULT TCDREB>KENGOV affirmed possible"]),
        // Nor does whoever asks for it.
        ("Peru rejected the appeal by Chile to bar Bolivia from the talks.", &["REJECT PER>CHL affirmed actual"]),
    ]);
}

#[test]
fn nor_and_no_plans_negate_and_what_is_begun_by_protest_is_done() {
    check(&[
        (
            "Kenya has not attacked Chad, nor has it attacked Niger.",
            &["ASSAULT KEN>TCD negated actual", "ASSAULT KEN>NER negated actual"],
        ),
        (
            "Bankers said there are no plans for Kenyan ministers to meet Chadian bankers.",
            &["CONSULT KENGOV>TCDBUS negated intended"],
        ),
        ("Talks between Kenya and Chad produced no result.", &["CONSULT KEN>TCD affirmed actual"]),
        ("The question is whether or not Kenya attacked Chad.", &["ASSAULT KEN>TCD affirmed conditional"]),
        ("Kenya's output rose 2 pct against 3 pct in 1985.", &[]),
        ("Another bill to let Kenya attack Chad would fail.", &["ASSAULT KEN>TCD affirmed intended"]),
        ("Kenyan ministers met this demand.", &[]),
        ("Kenyan ministers had nothing to do with Chad.", &[]),
        ("Kenyan ministers had nothing to do with the bombing.", &["REJECT KENGOV> affirmed actual"]),
        ("The interest rate is above that charged to Kenyan farmers by the Kenyan government.", &[]),
    ]);
}

#[test]
fn verbs_that_look_like_nouns_are_verbs() {
    check(&[
        ("Kenyan police arrest Chadian students over border dispute", &["COERCE KENCOP>TCDEDU affirmed actual"]),
        ("Kenya pardons Chadian journalists, officials say", &["CONCEDE KEN>TCDMED affirmed actual"]),
        ("Kenyan rebels free Chadian soldiers", &["RETREAT KENREB>TCDMIL affirmed actual"]),
        ("Only in March did Kenyan police arrest Chadian students.", &["COERCE KENCOP>TCDEDU affirmed actual"]),
        ("The spring saw Kenyan police arrest Chadian students.", &["COERCE KENCOP>TCDEDU affirmed actual"]),
    ]);
}

#[test]
fn clefts_splits_and_clauses_in_between_are_read() {
    check(&[
        ("It was the Chadian ambassador that Kenyan rebels kidnapped.", &["ASSAULT KENREB>TCDGOV affirmed actual"]),
        ("It was Chad that the Kenyan president visited in March.", &["CONSULT KENGOV>TCD affirmed actual"]),
        (
            "The Chadian minister has since Monday been convicted by a Kenyan court.",
            &["ACCUSE KENJUD>TCDGOV affirmed actual"],
        ),
        (
            "Two weeks after the storm, Kenyan police were still arresting Chadian students.",
            &["COERCE KENCOP>TCDEDU affirmed actual"],
        ),
        (
            "Chadian students whom Kenyan police arrested in March went into hiding.",
            &["COERCE KENCOP>TCDEDU affirmed actual"],
        ),
        (
            "The night on which Kenyan rebels kidnapped the Chadian ambassador is remembered.",
            &["ASSAULT KENREB>TCDGOV affirmed actual"],
        ),
        ("Among those arrested by Kenyan police were Chadian students.", &["COERCE KENCOP>TCDEDU affirmed actual"]),
        ("The expulsion by Kenya of the Chadian ambassador surprised Oslo.", &["SANCTION KEN>TCDGOV affirmed actual"]),
    ]);
}

#[test]
fn whose_plan_it_is_and_who_judges_stands_in_other_phrases() {
    check(&[
        ("Kenya rejected a plan that had been drafted by Chad.", &["REJECT KEN>TCD affirmed actual"]),
        ("A Chadian minister was convicted of theft by a Kenyan court.", &["ACCUSE KENJUD>TCDGOV affirmed actual"]),
        ("A Kenyan court ordered Chad to release the prisoners.", &["REQUEST KENJUD>TCD affirmed actual"]),
        (
            "Kenyan miners staged a strike, incensed over a tax imposed by Chad.",
            &["PROTEST KENLAB>TCD affirmed actual"],
        ),
        (
            "Kenyan miners went on strike to bring down the Chadian president.",
            &["PROTEST KENLAB>TCDGOV affirmed actual"],
        ),
        ("Kenya granted asylum to sailors who had fled from Chad.", &["AID KEN>KENMIL affirmed actual"]),
        (
            "Talks between Kenya and Chad resumed with a Danish mediator in the room.",
            &["CONSULT KEN>TCD affirmed actual"],
        ),
        ("The Kenyan parliament honoured Ada Crane.", &["SUPPORT KENLEG> affirmed actual"]),
    ]);
}

#[test]
fn who_is_judged_given_to_and_asked_is_found_behind_other_phrases() {
    check(&[
        (
            "A Kenyan court found former Chadian minister Ada Crane guilty of fraud.",
            &["ACCUSE KENJUD>TCDELI affirmed actual"],
        ),
        (
            "Kenya's parliament ratified by a large majority the treaty with Chad.",
            &["SUPPORT KENLEG>TCD affirmed actual"],
        ),
        ("Kenya begged Chadian rebels in a radio message to free the pilots.", &["REQUEST KEN>TCDREB affirmed actual"]),
        ("Kenya airlifted tents and a field hospital to Chad.", &["AID KEN>TCD affirmed actual"]),
        ("Kenyan students picketed the Chadian embassy.", &["PROTEST KENEDU>TCDGOV affirmed actual"]),
        (
            "Kenyan nurses demonstrated outside the health ministry in Nairobi against plans to close clinics.",
            &["PROTEST KENHLH>KENGOVHLH affirmed actual"],
        ),
        ("The move won't upset villagers who wanted all Chadian rebels arrested.", &[]),
        (
            "Kenyan miners refused to end their strike despite an appeal from Chad.",
            &["REJECT KENLAB>TCD affirmed actual"],
        ),
        ("Kenya did not give permission for a Chadian rally.", &["REJECT KEN>TCD affirmed actual"]),
        ("Kenya rejected a council resolution drafted by Chad.", &["REJECT KEN>TCD affirmed actual"]),
        ("Kenya handed over the drawings to Chad.", &["COOPERATE KEN>TCD affirmed actual"]),
        ("Indian Foreign Secretary Ada Crane criticised Chad.", &["ACCUSE INDGOV>TCD affirmed actual"]),
    ]);
}
