//! First and last names, by culture. The people are invented; the combinations are drawn.

/// Names that go together, and where their bearers are reached.
#[derive(Debug)]
pub struct Culture {
    /// The language such a person may write in besides English; empty for none of ours.
    pub lang: &'static str,
    pub first: &'static [&'static str],
    pub last: &'static [&'static str],
    /// Numbers set aside for fiction in that country, `#` for a digit.
    pub phones: &'static [&'static str],
    /// How often, in parts.
    pub weight: usize,
}

const BRITISH: &[&str] = &[
    "+44 20 7946 0###",
    "+44 113 496 0###",
    "+44 117 496 0###",
    "+44 121 496 0###",
    "+44 131 496 0###",
    "+44 161 496 0###",
    "+44 7700 900###",
    "+44 7700 900###",
];
const GERMAN: &[&str] = &["+49 30 23125 ###", "+49 69 90009 ###", "+49 40 66969 ###", "+49 89 99998 ###"];
const FRENCH: &[&str] = &["+33 1 99 00 ## ##", "+33 4 65 71 ## ##", "+33 6 39 98 ## ##"];
const SWEDISH: &[&str] = &["+46 8 465 004 ##", "+46 31 390 06 ##", "+46 70 174 06 ##"];
const AMERICAN: &[&str] = &["+1 212 555 01##", "+1 312 555 01##", "+1 415 555 01##"];

/// All of them.
#[rustfmt::skip]
pub const CULTURES: &[Culture] = &[
    Culture {
        lang: "",
        first: &[
            "Oliver", "Grace", "Harriet", "Callum", "Imogen", "Fergus", "Rosalind", "Owen", "Beatrice", "Niall",
            "Siân", "Rhys", "Eleanor", "Duncan", "Philippa", "Gareth", "Aoife", "Ciarán", "Tabitha", "Rory",
            "Winifred", "Hugh", "Frances", "Alistair", "Gwen", "Piers", "Maeve", "Lachlan",
        ],
        last: &[
            "Whitlock", "Hargreave", "Pemberton", "Ó Briain", "MacAllister", "Thornbury", "Fairweather",
            "Llewellyn", "Ashdown", "Birtwhistle", "Colquhoun", "Dunmore", "Eastwick", "Featherstone", "Garside",
            "Holloway", "Ingleby", "Kinnear", "Langstaff", "Merriweather", "Nethercott", "Oakeshott", "Penhallow",
            "Ravenscroft", "Stanbridge", "Tremayne", "Underhill", "Wetherby",
        ],
        phones: BRITISH,
        weight: 22,
    },
    Culture {
        lang: "de",
        first: &[
            "Jürgen", "Anneliese", "Björn", "Käthe", "Matthias", "Sabine", "Günther", "Heike", "Lukas",
            "Friederike", "Torsten", "Mareike", "Sönke", "Ulrike", "Ruben", "Jördis", "Wiebke", "Florian", "Annika",
            "Rüdiger",
        ],
        last: &[
            "Schönfeld", "Brückner", "Krämer", "Vogelsang", "Weißenborn", "Hoffstätter", "Lindenau", "Grünwald",
            "Öttinger", "Pfannenstiel", "Rosenthal", "Steinhäuser", "Uhlmann", "Zwickel", "Hasselbach", "Möllering",
            "Ebersbach", "Dürrmeier", "Kühnel", "Wagenknecht",
        ],
        phones: GERMAN,
        weight: 13,
    },
    Culture {
        lang: "fr",
        first: &[
            "Élodie", "François", "Hélène", "Théo", "Margaux", "Loïc", "Anaïs", "Baptiste", "Solène", "Rémi",
            "Inès", "Gaël", "Clémence", "Étienne", "Maëlle", "Aurélien", "Océane", "Cédric", "Noémie", "Jérôme",
        ],
        last: &[
            "Beaumont", "Lefèvre", "Garnier", "Delacourt", "Chevallier", "Montclair", "Rochefort", "Bélanger",
            "Tessier", "Villeneuve", "Duchêne", "Fontanel", "Gauthier", "Hébert", "Jourdain", "Lacombe",
            "Marchetaux", "Noël", "Périer", "Saint-Amand",
        ],
        phones: FRENCH,
        weight: 10,
    },
    Culture {
        lang: "es",
        first: &[
            "Lucía", "Andrés", "Sofía", "Íñigo", "Begoña", "Joaquín", "Marisol", "Ramón", "Ximena", "Álvaro",
            "Inés", "Nicolás", "Pilar", "Héctor", "Rocío", "Gonzalo", "Martina", "Óscar", "Valeria", "Tomás",
        ],
        last: &[
            "Ibáñez", "Cárdenas", "Muñoz Rey", "Quintana", "Peñalver", "Zubiri", "Carrasco", "Domínguez",
            "Escobedo", "Figueroa", "Galván", "Herrero", "Larrañaga", "Montalbán", "Ordóñez", "Palacios",
            "Rentería", "Salcedo", "Tejada", "Urrutia",
        ],
        phones: BRITISH,
        weight: 8,
    },
    Culture {
        lang: "sv",
        first: &[
            "Åsa", "Göran", "Linnéa", "Björn-Erik", "Maja", "Håkan", "Ebba", "Anders", "Tuva", "Øyvind", "Signe",
            "Søren", "Freja", "Jørgen", "Astrid", "Lasse", "Ingrid", "Mårten", "Sunniva", "Aksel",
        ],
        last: &[
            "Lindström", "Bergqvist", "Åkerlund", "Nyström", "Söderberg", "Hallgren", "Øvergaard", "Kjærsgaard",
            "Dahlgren", "Ekström", "Fagerholm", "Granlund", "Holmqvist", "Isaksson", "Kvistgaard", "Ljungberg",
            "Mørk", "Nygård", "Rosenlund", "Tveit",
        ],
        phones: SWEDISH,
        weight: 9,
    },
    Culture {
        lang: "pl",
        first: &[
            "Małgorzata", "Paweł", "Agnieszka", "Łukasz", "Zofia", "Wojciech", "Bożena", "Grzegorz", "Katarzyna",
            "Michał", "Ewa", "Sławomir", "Joanna", "Stanisław", "Halina", "Jędrzej", "Dorota", "Rafał", "Żaneta",
            "Tomasz",
        ],
        last: &[
            "Kowalczyk", "Wiśniewska-Lis", "Zając", "Dąbek", "Król", "Wróbel", "Stępień", "Górka", "Sikora",
            "Pająk", "Żurek", "Mazurek", "Sobczak", "Kołodziej", "Brzoza", "Jabłoń", "Gąsior", "Łęcki", "Ostrowicz",
            "Tarnawa",
        ],
        phones: BRITISH,
        weight: 9,
    },
    Culture {
        lang: "it",
        first: &[
            "Chiara", "Lorenzo", "Giulia", "Niccolò", "Beatrice", "Matteo", "Francesca", "Davide", "Alessia",
            "Pietro", "Ludovica", "Simone", "Ilaria", "Tommaso", "Serena", "Raffaele",
        ],
        last: &[
            "Bellandi", "Castagnoli", "D'Angeli", "Ferrante", "Gallorini", "Lombardini", "Marchesin", "Nardelli",
            "Orsini", "Pellegrino", "Quaranta", "Ruggeri", "Santarelli", "Tedesco", "Valentini", "Zanetti",
        ],
        phones: BRITISH,
        weight: 5,
    },
    Culture {
        lang: "pt",
        first: &[
            "João", "Conceição", "Tiago", "Inês", "Gonçalo", "Catarina", "Luís", "Mafalda", "Sérgio", "Rita",
            "Vítor", "Joana", "Nuno", "Beatriz", "Rúben", "Leonor",
        ],
        last: &[
            "Magalhães", "Brandão", "Carvalhal", "Falcão", "Gouveia", "Lourenço", "Moutinho", "Nóbrega", "Patrício",
            "Queirós", "Ramalho", "Seabra", "Simões", "Távora", "Valadão", "Vasconcelos",
        ],
        phones: BRITISH,
        weight: 4,
    },
    Culture {
        lang: "nl",
        first: &[
            "Femke", "Joris", "Sanne", "Maarten", "Lieke", "Bram", "Anouk", "Thijs", "Marijke", "Wouter", "Noor",
            "Pim", "Roos", "Sjoerd", "Tess", "Gijs",
        ],
        last: &[
            "van der Meulen", "de Wit", "Hoogland", "Kuiper", "Terpstra", "van Rooijen", "Zijlstra", "Brouwer",
            "Dijkhuis", "Groeneveld", "ten Broek", "Lammers", "Postma", "van Houten", "Scholte", "Wiersma",
        ],
        phones: BRITISH,
        weight: 4,
    },
    Culture {
        lang: "",
        first: &[
            "Aarav", "Meera", "Rohan", "Ananya", "Vikram", "Kavitha", "Sanjay", "Deepika", "Arjun", "Lakshmi",
            "Nikhil", "Pooja", "Imran", "Ayesha", "Harpreet", "Simran", "Farhan", "Nadia",
        ],
        last: &[
            "Chatterjee", "Iyer", "Bhatt", "Nair", "Malhotra", "Deshpande", "Kulkarni", "Menon", "Rao", "Saxena",
            "Qureshi", "Siddiqui", "Gill", "Sandhu", "Banerjee", "Venkatesh", "Joshi", "Kapoor",
        ],
        phones: BRITISH,
        weight: 7,
    },
    Culture {
        lang: "",
        first: &[
            "Chidi", "Amara", "Kwame", "Zainab", "Thabo", "Ngozi", "Femi", "Wanjiru", "Tendai", "Akua", "Sipho",
            "Halima", "Kofi", "Adaeze", "Juma", "Nomvula",
        ],
        last: &[
            "Adeyemi", "Mensah", "Nkosi", "Okonkwo", "Kamau", "Boateng", "Dlamini", "Eze", "Mwangi", "Owusu",
            "Balogun", "Moyo", "Asante", "Otieno", "Diallo", "Sow",
        ],
        phones: BRITISH,
        weight: 5,
    },
    Culture {
        lang: "",
        first: &[
            "Mei-Ling", "Haruto", "Jiho", "Xiulan", "Kenji", "Sora", "Wei", "Yuki", "Minh", "Thảo", "Kazuo", "Hana",
            "Jun", "Linh", "Akiko", "Seo-yeon",
        ],
        last: &[
            "Tanaka", "Nguyễn", "Park", "Zhao", "Fujimoto", "Lim", "Huang", "Kobayashi", "Trần", "Choi", "Okada",
            "Shen", "Yamane", "Phạm", "Kang", "Liang",
        ],
        phones: AMERICAN,
        weight: 5,
    },
    Culture {
        lang: "",
        first: &[
            "Yusuf", "Elif", "Omar", "Layla", "Karim", "Şeyma", "Tariq", "Yasmin", "Emre", "Rania", "Bilal",
            "Zeynep", "Hakan", "Salma", "Çağla", "Samir",
        ],
        last: &[
            "Yıldız", "Haddou", "Demirci", "Mansour", "Özkan", "Khoury", "Aydın", "Benali", "Çelik", "Darwish",
            "Erdoğdu", "Farouk", "Güneş", "Nasser", "Saab", "Toprak",
        ],
        phones: GERMAN,
        weight: 5,
    },
    Culture {
        lang: "",
        first: &[
            "Zdeněk", "Tereza", "Ondřej", "Ilona", "Zsófia", "László", "Mihai", "Ioana", "Dragoș", "Jana", "Matej",
            "Petra", "Ștefan", "Živa", "Goran", "Marija",
        ],
        last: &[
            "Dvořák", "Horváth", "Novotný", "Szabó", "Popescu", "Kovačević", "Černý", "Fekete", "Ionescu",
            "Marušič", "Řezníček", "Tóth", "Dumitru", "Šimek", "Vuković", "Žáček",
        ],
        phones: BRITISH,
        weight: 6,
    },
    Culture {
        lang: "",
        first: &[
            "Marcus", "Savannah", "Tyrone", "Brooke", "Dwayne", "Renée", "Carlos", "Kaitlyn", "Elijah", "Monique",
            "Wyatt", "Desirée", "Jamal", "Autumn", "Preston", "Shelby",
        ],
        last: &[
            "Hutchins", "Delacroix", "Rutherford", "Washburn", "Okoro-Lane", "Castillo", "Beckett", "Tolliver",
            "McKenna", "Vance", "Holbrook", "Sandoval", "Pruitt", "Whitaker", "Larkspur", "Yates",
        ],
        phones: AMERICAN,
        weight: 6,
    },
];

/// The languages a bearer of this last name may write in besides English; empty for none.
pub fn lang_of(last: &str) -> &'static str {
    CULTURES.iter().find(|culture| culture.last.contains(&last)).map_or("", |culture| culture.lang)
}

/// The name in the letters of an e-mail address.
pub fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' | '-' => plain.push(letter),
            'ä' | 'á' | 'à' | 'ã' | 'â' | 'å' | 'ą' | 'ă' | 'ạ' | 'ả' | 'ầ' => plain.push('a'),
            'ç' | 'č' | 'ć' | 'ĉ' => plain.push('c'),
            'ď' => plain.push('d'),
            'é' | 'è' | 'ê' | 'ë' | 'ę' | 'ě' | 'ễ' => plain.push('e'),
            'ğ' => plain.push('g'),
            'í' | 'ì' | 'î' | 'ï' | 'ı' => plain.push('i'),
            'ł' => plain.push('l'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' | 'ő' => plain.push('o'),
            'ř' => plain.push('r'),
            'š' | 'ş' | 'ș' | 'ś' => plain.push('s'),
            'ť' | 'ț' => plain.push('t'),
            'ü' | 'ú' | 'ù' | 'û' | 'ů' | 'ű' => plain.push('u'),
            'ý' => plain.push('y'),
            'ż' | 'ź' | 'ž' => plain.push('z'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            // Apostrophes, spaces and combining marks fall away.
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_becomes_an_address() {
        for culture in CULTURES {
            for name in culture.first.iter().chain(culture.last) {
                let letters = name.chars().filter(|c| c.is_alphabetic()).count();
                let kept = plain(name).chars().filter(char::is_ascii_alphabetic).count();
                assert!(kept >= letters, "{name} became {}", plain(name));
            }
        }
    }

    #[test]
    fn a_last_name_tells_the_language() {
        assert_eq!(lang_of("Grünwald"), "de");
        assert_eq!(lang_of("Whitlock"), "");
    }
}
