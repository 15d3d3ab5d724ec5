"""Names of people, companies and places, as they come up where many people are known."""

from typing import Final


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(text.split()))


FIRST: Final = _words("""
Maria Andrei Ana Ioan Elena Alexandru Anna Mihai Ioana Andreea Peter Anton Sofia Thomas Laura
Michael Anne Daniel Julia Paul Christina Martin Angela Robert Andrea David Eva Stefan Ștefan Karl
Lucia Marco Antonio Carla Pedro José François Étienne Chloé Zoë André Inês João Nuno Łukasz
Małgorzata Agnieszka Zofia Jan Piotr Anders Bjørn Søren Åsa Göran Jürgen Günther Jörg Käthe
Antonia Andrew Angus Angelo Annika Anita Anca Anamaria George Gheorghe Vasile Vlad Radu Raluca
Roxana Bogdan Cristian Cristina Simona Diana Dan Dora Emil Emma Erik Ernst Felix Franz Gabriel
Gabriela Hans Heidi Helga Henri Hugo Ida Igor Ilie Ines Irina Iulia Ivan Jakob Jana Jean Jeanne
Johan Johanna Jonas Josef Katarina Kevin Kristian Lars Lea Leon Lena Liam Lidia Linda Lisa Luca
Lukas Magda Manuel Marcel Marek Marta Mateo Mathilde Matei Mats Max Mia Mila Milan Mircea Mona
Monica Nadia Nathan Nela Nicolae Nicole Nils Nina Noah Nora Octavian Oana Olga Oliver Oscar Otto
Ovidiu Pablo Pascal Patrick Paula Petra Philip Pia Rafael Rebeca Rita Rosa Rüdiger Sara Sandra
Sebastian Sergiu Sonia Sven Tania Teodor Tereza Tim Tobias Tudor Ulrike Ursula Valentin Vera
Victor Viktor Viorica Walter Wanda Xenia Yann Yvonne Zeno Zita Ömer Şebnem Çağla İbrahim Мария
Иван Анна Олег Елена Γιώργος Ελένη Μαρία محمد فاطمة 伟 芳 静 さくら 健太 გიორგი
""")

LAST: Final = _words("""
Popescu Ionescu Müller Popa Schmidt Radu Silva Garcia Dumitru Novák Stan Stoica Martin Gheorghe
Rossi Fernández Matei Ciobanu Santos Weber Rusu Kowalski Nagy Andersson Jansen Antonescu Bernard
Dubois Meyer Wagner Becker Schulz Hoffmann Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz
Zimmermann Braun Hofmann Hartmann Lange Krüger Werner Lehmann Köhler Maier Huber Kaiser Fuchs
Peters Lang Scholz Möller Weiß Jung Hahn Vogel Friedrich Keller Günther Frank Berger Winkler Roth
Beck Lorenz Baumann Franke Albrecht Schuster Simon Ludwig Böhm Winter Kraus Marin Tudor Dobre
Barbu Nistor Florea Dinu Dragomir Manole Ene Voicu Neagu Anghel Andrei Angelescu Antal Andone
Szabó Tóth Horváth Varga Kiss Molnár Németh Farkas Balogh Papp Takács Juhász Lakatos Mészáros Oláh
Simonyi Rácz Fekete Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak
Dąbrowski Kozłowski Jankowski Mazur Kwiatkowski Krawczyk Piotrowski Grabowski Pawłowski Moreau
Laurent Lefebvre Leroy Roux Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller
Lefèvre Faure Mercier Blanc Guérin Boyer Garnier Chevalier François Legrand Gauthier Perrin Russo
Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Bruno Gallo Conti DeLuca Costa Giordano
Mancini Rizzo Lombardi Moretti Barbieri Fontana Santoro Mariani Rinaldi Caruso Ferrara González
Rodríguez Gómez López Díaz Martínez Pérez Sánchez Romero Sosa Álvarez Torres Ruiz Ramírez Flores
Acosta Benítez Medina Herrera Suárez Aguirre Giménez Pereyra Rojas Molina Castro Ortiz Núñez Luna
Juárez Cabrera Ríos Ferreira Pereira Oliveira Costa Rodrigues Martins Jesus Sousa Fernandes
Gonçalves Gomes Lopes Marques Alves Almeida Ribeiro Pinto Carvalho Teixeira Moreira Correia Mendes
Nunes Soares Vieira Monteiro Cardoso Rocha Raposo Neves Coelho Cruz Cunha Pires O'Brien O'Connor
Murphy Kelly Walsh Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright
Thompson Evans Walker White Roberts Green Hall Wood Jackson Clarke Johansson Karlsson Nilsson
Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson Lindberg Hansen Olsen
Larsen Pedersen Nielsen Jensen Christensen Sørensen Jørgensen Madsen Østergård Dahl Kaya
Demir Çelik Şahin Öztürk Иванов Петров Смирнова Кузнецов Παπαδόπουλος Νικολάου
王 李 张 刘 陈 佐藤 鈴木
მაისურაძე العلي الحسن
""")

SYLLABLES: Final = _words("""
ba be bo bru ca ce cla co dra du fa fe flo ga gri he jo ka kle la le lu ma me mo na no pa pe pro
ra ri ro sa se sta ta ti to tru va ve vo wa we zo
""")
ENDINGS: Final = [
    "ani",
    "bach",
    "czyk",
    "dal",
    "eanu",
    "elli",
    "ez",
    "ich",
    "ino",
    "itz",
    "lund",
    "man",
    "nov",
    "off",
    "oiu",
    "rud",
    "sen",
    "ska",
    "ton",
    "vic",
]

COMPANY: Final = _words("""
Nord Alpha Delta Terra Nova Optima Vector Lumen Atlas Meridian Orion Aqua Ferro Silva Prima Vita
Agro Digital Pharma Auto Baltic Danube Carpat Adria Iberia Helvetia Polar Solar Metro Euro Trans
Inter Omni Micro Macro Techno Bio Eco Petro Hydro Electro Mecano Grafo Logi Medi Opti
""")
TRADE: Final = _words("""
Systems Trading Logistics Foods Consulting Works Studio Energy Textiles Books Motors Gardens Tools
Partners Group Labs Media Print Travel Clinic Dental Bakery Brewery Furniture Optics Paper Steel
""")
FORMS: Final = ("SRL", "GmbH", "Ltd", "SA", "AB", "BV", "Sp. z o.o.", "SpA")

MAILS: Final = (
    *("gmail.com", "yahoo.com", "outlook.com", "hotmail.com", "icloud.com", "gmx.net", "web.de"),
    *("mail.example", "post.example", "orange.fr", "libero.it", "wp.pl", "seznam.cz", "proton.me"),
)
"""Where people have their mailboxes, the most common first. Nobody is written to."""

TAGS: Final = _words("""
Newsletter Regular Online Store Loyal Returning Partner Student Gift Family Reseller Priority
Press Early Staff Abroad Insured Fragile Wedding Beta Complaint Legal Deceased Royal
""")


def countries() -> list[tuple[str, str, str, list[str]]]:
    """The countries, the most common first: code, dialling code, language, cities."""
    found = []
    for code, dial, said, *cities in map(_words, _COUNTRIES.strip().splitlines()):
        found.append((code, dial, said, [city.replace("_", " ") for city in cities]))
    return found


_COUNTRIES: Final = """
RO 40 ro București Cluj-Napoca Timișoara Iași Constanța Brașov Sibiu Oradea Craiova Galați
DE 49 de Berlin Hamburg München Köln Frankfurt Stuttgart Leipzig Bremen
IT 39 it Roma Milano Napoli Torino Palermo Bologna
FR 33 fr Paris Lyon Marseille Toulouse Nice Nantes
ES 34 es Madrid Barcelona Valencia Sevilla Zaragoza
GB 44 en London Leeds Glasgow Bristol Manchester
PL 48 pl Warszawa Kraków Łódź Wrocław Poznań
HU 36 hu Budapest Debrecen Szeged Pécs
AT 43 de Wien Graz Linz Salzburg
NL 31 nl Amsterdam Rotterdam Utrecht Eindhoven
BE 32 fr Bruxelles Gent Antwerpen Liège
SE 46 sv Stockholm Göteborg Malmö Uppsala
PT 351 pt Lisboa Porto Braga Coimbra
CZ 420 cs Praha Brno Ostrava Plzeň
GR 30 el Αθήνα Θεσσαλονίκη Πάτρα
BG 359 bg София Пловдив Варна
MD 373 ro Chișinău Bălți Cahul
CH 41 de Zürich Genève Basel Bern
DK 45 da København Aarhus Odense
NO 47 nb Oslo Bergen Trondheim
FI 358 fi Helsinki Tampere Turku
IE 353 en Dublin Cork Galway
SK 421 sk Bratislava Košice
HR 385 hr Zagreb Split Rijeka
RS 381 sr Beograd Niš
SI 386 sl Ljubljana Maribor
UA 380 uk Київ Львів Одеса
TR 90 tr İstanbul Ankara İzmir
LT 370 lt Vilnius Kaunas
LV 371 lv Rīga Liepāja
EE 372 et Tallinn Tartu
LU 352 fr Luxembourg Esch
US 1 en New_York Chicago Boston Seattle
CA 1 en Toronto Montréal Vancouver
BR 55 pt São_Paulo Recife Salvador
MX 52 es México Puebla Mérida
AR 54 es Buenos_Aires Rosario
JP 81 ja 東京 大阪 京都
CN 86 zh 北京 上海
AU 61 en Sydney Melbourne Perth
"""
