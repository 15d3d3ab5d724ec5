"""Trades of the demo: a travel agency and a clinic, their people, labels and small talk."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.demo import own
from app.demo.own import Field
from app.demo.words import (
    ARABIC,
    ENGLISH,
    FRENCH,
    GERMAN,
    JAPANESE,
    MOROCCAN,
    ROMANIAN,
    Culture,
    Name,
)


@dataclass(frozen=True, slots=True)
class Tag:
    """A label of the tenant."""

    label: str
    color: str
    priority: int


@dataclass(frozen=True, slots=True)
class Regular:
    """The customer whom every tour of the demo meets first."""

    culture: Culture
    gender: str
    first: Name
    family: Name
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What makes the customers of one business its own."""

    cultures: Mapping[Culture, int]
    regular: Regular
    authors: tuple[str, ...]
    tags: tuple[Tag, ...]
    labels: Mapping[str, str]
    preferences: Mapping[str, tuple[str, ...]]
    days: tuple[str, ...]
    reasons: tuple[str, ...]
    notes: tuple[str, ...]
    titles: tuple[str, ...]
    fields: tuple[Field, ...]


def _lines(listed: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in listed.strip().splitlines())


def _tags(listed: str) -> tuple[Tag, ...]:
    parts = (line.split("|") for line in _lines(listed))
    return tuple(Tag(label, color, int(priority)) for label, color, priority in parts)


TRAVEL: Final = Trade(
    cultures={
        ROMANIAN: 60,
        ENGLISH: 10,
        GERMAN: 9,
        FRENCH: 8,
        ARABIC: 5,
        JAPANESE: 5,
        MOROCCAN: 3,
    },
    regular=Regular(
        ROMANIAN, "FEMALE", ("Ana", "Ana"), ("Popescu", "Popescu"), "ana.popescu@example.com"
    ),
    authors=("Ilinca Dobre", "Tudor Marin", "Sophie Brand"),
    tags=_tags(
        """
        VIP|#C9A227|1000
        Early adopter|#2E7D32|700
        Repeat customer|#1565C0|650
        Prefers Monday mornings|#6A1B9A|400
        Family traveller|#EF6C00|350
        Business traveller|#37474F|340
        Honeymoon|#AD1457|330
        Mountain lover|#558B2F|320
        City breaks|#00838F|310
        Last-minute|#D84315|200
        Group organiser|#4527A0|150
        Newsletter|#90A4AE|100
        """
    ),
    labels={"BILLING": "Office", "SHIPPING": "Home", "BOTH": "Home", "OTHER": "Holiday home"},
    preferences={
        "seat": ("window", "aisle", "front row"),
        "meals": ("vegetarian", "vegan", "halal", "no nuts"),
        "pace": ("slow", "packed", "beach first"),
        "room": ("quiet floor", "twin beds", "sea view"),
    },
    titles=("Office manager", "Head of purchasing", "Accountant", "Managing director"),
    fields=own.TRAVEL,
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    reasons=(
        "Three card payments were charged back within a month.",
        "Insulted the staff at the desk; the manager decided on {day}.",
        "Invoices have been unpaid for more than six months.",
        "Booked under several names to use the welcome discount again.",
        "Asked us to issue tickets in the name of somebody else.",
    ),
    notes=_lines(
        """
        Called about the autumn offers. Send the list of city breaks again on {day}.
        Prefers to be called after {hour}; works in {town} during the week.
        Asked for a window seat and a quiet room on every booking.
        Travels with two children; needs a cot and an early dinner.
        Very happy with the last trip. Promised to send photos for the newsletter.
        Complained about the transfer: the driver was {number}0 minutes late. Apologised by e-mail.
        Wants the invoice on the company, not on the person.
        Birthday trip planned for the spring, still a secret for the family.
        Passport runs out next year; remind before booking outside the EU.
        Offered the loyalty upgrade. Will think about it until {day}.
        Met at the fair in {town}. Interested in hiking, not in beaches.
        Vegetarian. The hotel last time did not know; tell them twice.
        Asked whether the deposit can be paid in two parts. Agreed.
        Left a voice message on {day}, no answer yet.
        Moved to {town}; address changed on the phone.
        Would like a guide who knows the way without a bus.
        Compared us with two other agencies; the flight times decided.
        Does not fly. Send train connections only.
        Cancelled because of illness, the voucher is good for a year.
        Booked {number} rooms for the team; one contact for all questions.
        Prefers messages in the morning, never after {hour}.
        Allergic to nuts, told the airline and the hotel.
        Sent the insurance papers again, the first letter came back.
        Mentioned the wedding of a sister; may need a group price.
        Lost a suitcase in transit. The airline found it after {number} days.
        Recommended us to a colleague. Thank you card sent.
        Needs a room on the ground floor, the stairs are difficult.
        Asked for a cheaper date and took the one on {day}.
        Signed up for the newsletter at the desk in {town}.
        Price for the northern lights trip is too high; try again in November.
        Dog comes along. Only hotels that say so in writing.
        Paid by bank transfer on {day}, the money has arrived.
        """
    ),
)

CLINIC: Final = Trade(
    cultures={
        MOROCCAN: 46,
        ARABIC: 28,
        FRENCH: 12,
        ENGLISH: 5,
        GERMAN: 3,
        ROMANIAN: 3,
        JAPANESE: 3,
    },
    regular=Regular(
        MOROCCAN,
        "FEMALE",
        ("Yasmine", "Yasmine"),
        ("Alaoui", "Alaoui"),
        "yasmine.alaoui@example.com",
    ),
    authors=("Dr Leïla Sefrioui", "Hamid Ouazzani", "Nora Benkirane"),
    tags=_tags(
        """
        VIP|#B8860B|1000
        Patient fidèle|#1B5E20|800
        Préfère le lundi matin|#4A148C|500
        Famille suivie|#E65100|450
        Téléconsultation|#006064|400
        Parle arabe|#3E2723|350
        Entreprise partenaire|#263238|300
        Rappel par SMS|#0D47A1|250
        Bilan annuel|#880E4F|200
        Newsletter|#78909C|100
        """
    ),
    labels={
        "BILLING": "Bureau",
        "SHIPPING": "Domicile",
        "BOTH": "Domicile",
        "OTHER": "Chez les parents",
    },
    preferences={
        "rendez-vous": ("matin", "midi", "fin de journée"),
        "accueil": ("sans marches", "salle calme", "avec un proche"),
        "rappel": ("la veille", "deux heures avant", "aucun"),
    },
    titles=("Secrétaire", "Responsable des achats", "Comptable", "Gérante"),
    fields=own.CLINIC,
    days=("lundi", "mardi", "mercredi", "jeudi", "vendredi"),
    reasons=(
        "Cinq rendez-vous manqués sans prévenir, malgré deux courriers.",
        "Propos injurieux à l'accueil, décision de la direction prise {day}.",
        "Factures impayées depuis plus de six mois.",
        "A utilisé la carte d'assuré d'une autre personne.",
    ),
    notes=_lines(
        """
        Préfère les rendez-vous du {day} matin, avant {hour}.
        A demandé une copie du dernier compte rendu, envoyée par courrier.
        Vient toujours avec sa mère; prévoir deux chaises.
        Absent au rendez-vous de {day}. Rappelé, nouveau créneau proposé.
        Souhaite voir toujours le même médecin.
        Change de mutuelle à la fin du mois, attend la nouvelle carte.
        A déménagé à {town}, l'adresse est à jour.
        Préfère un SMS à un appel; travaille de nuit.
        Compliments pour l'accueil dans le questionnaire de {day}.
        L'ascenseur est nécessaire, donner une salle au rez-de-chaussée.
        A attendu {number}0 minutes au-delà de l'heure. Excuses présentées.
        Demande un devis avant toute intervention.
        Le règlement se fera en deux fois, accord de la comptabilité.
        Envoyer la facture à l'employeur, service du personnel.
        N'a pas reçu le rappel; le numéro était faux, corrigé {day}.
        Vient sur le conseil d'une voisine, suivie ici elle aussi.
        Voyage à {town} jusqu'à la fin du mois, rappeler ensuite.
        Souhaite la téléconsultation quand c'est possible.
        A rempli le formulaire d'inscription à la newsletter.
        Le bilan annuel est à proposer au printemps.
        Rendez-vous avancé à {hour} à sa demande.
        Le fils de {number} ans sera suivi ici lui aussi.
        Ne pas appeler avant {hour}, préfère l'après-midi.
        A demandé l'effacement de son ancien numéro, fait {day}.
        Contact pris avec l'entreprise pour {number} visites d'embauche.
        Entend mal; parler lentement et de face.
        Paiement reçu par virement {day}.
        Courrier revenu; adresse vérifiée au téléphone.
        """
    ),
)
