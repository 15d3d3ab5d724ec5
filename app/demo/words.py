# people write their names in every alphabet
"""Words of the demo: what people are called in seven cultures, and where they can be reached."""

from dataclasses import dataclass
from typing import Final

# A name as it is written, and in plain letters.
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Town:
    """A place of which there may be many postal codes: # is any digit."""

    name: str
    region: str
    postal_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Culture:
    """How people are called, and what an address and a number look like; # is any digit."""

    country: str
    language: str
    time_zone: str
    family_first: bool = False
    women: tuple[Name, ...]
    men: tuple[Name, ...]
    families: tuple[Name, ...]
    companies: tuple[str, ...]
    tax_id: str
    towns: tuple[Town, ...]
    streets: tuple[str, ...]
    flat: str
    dial: str
    phones: tuple[str, ...]


def _names(listed: str) -> tuple[Name, ...]:
    halves = (each.strip().partition("/") for each in listed.split(","))
    return tuple((written, plain or written) for written, _, plain in halves)


def _towns(*listed: str) -> tuple[Town, ...]:
    return tuple(Town(*each.split("|")) for each in listed)


ROMANIAN: Final = Culture(
    country="RO",
    language="ro",
    time_zone="Europe/Bucharest",
    women=_names(
        "Ana, Ioana, Măriuca, Elena, Ștefania, Andreea, Ruxandra, Bianca, Teodora, Ilinca, Irina,"
        " Cătălina, Mădălina, Simona, Gabriela, Anca, Crenguța, Daria, Sânziana, Raluca"
    ),
    men=_names(
        "Andrei, Mihai, Ștefan, Cătălin, Radu, Vlad, Ionuț, Sorin, Răzvan, Tudor, Bogdan, Horia,"
        " Florin, Lucian, Marius, Șerban, Dragoș, Nicușor, Liviu, Emil"
    ),
    families=_names(
        "Popescu, Ionescu, Dumitrescu, Stănescu, Țurcanu, Munteanu, Rădulescu, Șerbănescu, Matei,"
        " Ciobanu, Lupu, Moldovan, Constantinescu, Vâlcu, Niculescu, Oprea, Marinescu, Câmpeanu,"
        " Dobre, Bălan, Tănase, Voicu, Ungureanu, Preda, Iordache, Drăgulescu, Pârvu, Năstase"
    ),
    companies=(
        "{family} și Fiii SRL",
        "{family} Consultanță SRL",
        "Atelierul {family} SRL",
        "Grupul {family} SA",
        "{family} Mobilă și Design SRL",
    ),
    tax_id="RO########",
    towns=_towns(
        "București|București|01####",
        "Cluj-Napoca|Cluj|4000##",
        "Iași|Iași|7000##",
        "Timișoara|Timiș|3000##",
        "Brașov|Brașov|5000##",
        "Constanța|Constanța|9000##",
        "Sibiu|Sibiu|5500##",
        "Târgu Mureș|Mureș|5400##",
        "Oradea|Bihor|4100##",
        "Piatra Neamț|Neamț|6100##",
    ),
    streets=(
        "Strada Lungă ##",
        "Strada Teilor #",
        "Bulevardul Independenței 1##",
        "Calea Moților ##",
        "Strada Școlii #",
        "Aleea Castanilor ##",
        "Strada Mihai Eminescu ##",
        "Piața Unirii #",
    ),
    flat="Bl. A#, ap. ##",
    dial="+40",
    phones=("0722 555 ###", "0745 550 ###", "0733 556 ###", "0766 551 ###", "021 555 0###"),
)

FRENCH: Final = Culture(
    country="FR",
    language="fr",
    time_zone="Europe/Paris",
    women=_names("Camille, Chloé, Océane, Élodie, Anaïs, Hélène, Margaux, Léa, Inès, Zoé"),
    men=_names("Théo, Rémi, Loïc, Jérôme, François, Aurélien, Benoît, Gaël, Hugo, Mathéo"),
    families=_names(
        "Lefèvre, Dubois, Moreau, Garnier, Béranger, Chevalier, Fontaine, Lacroix, Péan, Roussel,"
        " Vidal, Guérin, Noël, D'Aubigny"
    ),
    companies=("{family} Conseil SARL", "Maison {family} SAS", "Les Ateliers {family} SARL"),
    tax_id="FR## ### ### ###",
    towns=_towns(
        "Paris|Île-de-France|7501#",
        "Lyon|Auvergne-Rhône-Alpes|6900#",
        "Saint-Étienne|Auvergne-Rhône-Alpes|42000",
        "Nîmes|Occitanie|30900",
        "Orléans|Centre-Val de Loire|45000",
    ),
    streets=("## rue des Écoles", "# place du Marché", "1## avenue Victor-Hugo", "## quai Sud"),
    flat="#e étage",
    dial="+33",
    phones=("01 99 00 ## ##", "02 61 91 ## ##", "03 53 01 ## ##"),
)

MOROCCAN: Final = Culture(
    country="MA",
    language="fr",
    time_zone="Africa/Casablanca",
    women=_names(
        "Salma, Yasmine, Khadija, Imane, Ghita, Nadia, Zineb, Meryem, Loubna, Hajar, Asmaa, Sanaa,"
        " Houda, Rim, Chaïmae, Kenza, Fatima-Zahra, Siham"
    ),
    men=_names(
        "Youssef, Karim, Mehdi, Omar, Hamza, Rachid, Anass, Ilyas, Driss, Soufiane, Reda, Amine,"
        " Tarik, Nabil, Othmane, Saïd, Badr, Zakaria"
    ),
    families=_names(
        "Alaoui, Bennani, El Amrani, Tazi, Berrada, El Idrissi, Fassi, Chraïbi, Lahlou, Benjelloun,"
        " Ouazzani, Sefrioui, Kettani, Naciri, Bouzidi, El Mansouri, Skalli, Rhazi, Aït Lahcen"
    ),
    companies=(
        "Cabinet {family} SARL",
        "{family} Frères SARL",
        "Groupe {family} SA",
        "{family} Distribution SARL",
    ),
    tax_id="00##########000",
    towns=_towns(
        "Casablanca|Casablanca-Settat|20###",
        "Rabat|Rabat-Salé-Kénitra|10###",
        "Salé|Rabat-Salé-Kénitra|11###",
        "Marrakech|Marrakech-Safi|40###",
        "Fès|Fès-Meknès|30###",
        "Meknès|Fès-Meknès|50###",
        "Tanger|Tanger-Tétouan-Al Hoceïma|90###",
        "Agadir|Souss-Massa|80###",
    ),
    streets=(
        "## rue des Orangers",
        "1## boulevard Zerktouni",
        "## avenue Mohammed-V",
        "# rue Ibn Sina",
        "## lotissement Al Wifaq",
        "# impasse des Jasmins",
    ),
    flat="Appt ##",
    dial="+212",
    phones=("0661 55 5# ##", "0677 55 0# ##", "0655 51 5# ##", "0522 55 5# ##"),
)

ARABIC: Final = Culture(
    country="MA",
    language="ar",
    time_zone="Africa/Casablanca",
    women=_names(
        "ليلى/Leila, مريم/Mariam, سلمى/Salma, نور/Nour, هدى/Houda, زينب/Zaynab, أمل/Amal,"
        " رانيا/Rania, خديجة/Khadija, ياسمين/Yasmin"
    ),
    men=_names(
        "كريم/Karim, يوسف/Yusuf, أحمد/Ahmad, سامي/Sami, طارق/Tariq, إدريس/Idris, عمر/Omar,"
        " حسن/Hasan, مراد/Murad, نبيل/Nabil"
    ),
    families=_names(
        "العلوي/Alaoui, المنصوري/Mansouri, بناني/Bennani, الإدريسي/Idrissi, الفاسي/Fassi,"
        " برادة/Berrada, التازي/Tazi, الناصري/Naciri, القادري/Qadiri, الحداد/Haddad, السقاط/Seqqat"
    ),
    companies=("شركة {family} للاستشارات", "مؤسسة {family} التجارية", "مكتبة {family}"),
    tax_id="00##########000",
    towns=_towns(
        "الدار البيضاء|الدار البيضاء-سطات|20###",
        "الرباط|الرباط-سلا-القنيطرة|10###",
        "فاس|فاس-مكناس|30###",
        "مراكش|مراكش-آسفي|40###",
        "طنجة|طنجة-تطوان-الحسيمة|90###",
    ),
    streets=("شارع محمد الخامس ##", "زنقة البرتقال #", "حي السلام ##", "شارع الحسن الثاني 1##"),
    flat="شقة ##",
    dial="+212",
    phones=("0661 56 5# ##", "0678 55 1# ##", "0537 55 5# ##"),
)

ENGLISH: Final = Culture(
    country="GB",
    language="en",
    time_zone="Europe/London",
    women=_names("Grace, Imogen, Holly, Amelia, Freya, Niamh, Poppy, Zoë, Harriet, Beth"),
    men=_names("Oliver, Callum, Rhys, Toby, Alfie, George, Declan, Hamish, Joe, Simon"),
    families=_names(
        "Hughes, O'Brien, Whitaker, Fletcher, Ashworth, MacLeod, Bennett, Okafor, Patel, Shaw,"
        " Thornton-Hale, Pryce"
    ),
    companies=("{family} & Daughters Ltd", "{family} Interiors Ltd", "{family} Advisory LLP"),
    tax_id="GB### #### ##",
    towns=_towns(
        "London|Greater London|SE1# #QT",
        "Leeds|West Yorkshire|LS# #AB",
        "Bristol|Bristol|BS# #RD",
        "Edinburgh|Scotland|EH# #JN",
    ),
    streets=("## Mill Lane", "# Church Street", "1## High Street", "## Orchard Close"),
    flat="Flat #",
    dial="+44",
    phones=("020 7946 0###", "0161 496 0###", "0113 496 0###"),
)

GERMAN: Final = Culture(
    country="DE",
    language="de",
    time_zone="Europe/Berlin",
    women=_names("Jana, Käthe, Anneliese, Frieda, Mia, Silke, Heike, Lotte, Ulrike, Greta"),
    men=_names("Jürgen, Björn, Matthias, Götz, Lukas, Jörg, Felix, Henning, Uwe, Tilmann"),
    families=_names(
        "Schäfer, Müller, Großmann, Köhler, Lindner, Weiß, Brandt, Jäger, Vogel, Krüger, Böhm,"
        " Hartwig"
    ),
    companies=("{family} Logistik GmbH", "{family} & Söhne KG", "Buchhandlung {family} GmbH"),
    tax_id="DE#########",
    towns=_towns(
        "Berlin|Berlin|101##",
        "München|Bayern|803##",
        "Köln|Nordrhein-Westfalen|506##",
        "Nürnberg|Bayern|904##",
        "Lübeck|Schleswig-Holstein|2355#",
    ),
    streets=("Lindenstraße ##", "Am Mühlbach #", "Königsallee 1##", "Gartenweg ##"),
    flat="#. Stock",
    dial="+49",
    phones=("0176 04069###", "030 23125###"),
)

JAPANESE: Final = Culture(
    country="JP",
    language="ja",
    time_zone="Asia/Tokyo",
    family_first=True,
    women=_names("さくら/Sakura, 陽菜/Hina, 美咲/Misaki, 結衣/Yui, 千尋/Chihiro"),
    men=_names("健太/Kenta, 翔/Sho, 大輔/Daisuke, 直樹/Naoki, 蓮/Ren"),
    families=_names("佐藤/Sato, 高橋/Takahashi, 山本/Yamamoto, 小林/Kobayashi, 渡辺/Watanabe"),
    companies=("{family}商事株式会社", "株式会社{family}工房"),
    tax_id="T#############",
    towns=_towns("渋谷区|東京都|150-00##", "京都市|京都府|604-80##", "札幌市|北海道|060-00##"),
    streets=("本町#丁目#-##", "中央#丁目##", "栄町#-#"),
    flat="#0#号室",
    dial="+81",
    phones=("090-5550-####", "080-5551-####"),
)
