"""Words that say for whom, for what occasion and how many, and the phrases that turn a sentence.

Those phrases stand in cues.csv: what a customer says when something is wanted, owned or refused.
"""

from __future__ import annotations

import csv
import json
import re
from functools import lru_cache
from pathlib import Path

from app.nlu.wish import Language
from data.catalogue.vocabulary import plain

CUES = Path(__file__).parent / "cues.csv"
DATA = Path(__file__).parent / "data"


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


WHOM = {
    "men": words(
        "men mens man guy guys gents gentleman gentlemen male him husband dad father boyfriend"
        " brother grandfather grandad grandpa uncle groom bf hubby fella bloke lad lads dude beau"
        " hombre hombres caballero caballeros marido"
        " padre papa novio hermano abuelo abuelito tio chico chicos suegro yerno cunado papi varon varones"
    ),
    "women": words(
        "women womens woman lady ladies female her wife mum mom mother girlfriend sister"
        " grandmother gran grandma granny nan nana nanna mam aunt auntie bride gf missus wifey lass"
        " mujer mujeres senora senoras esposa madre mama"
        " novia hermana abuela abuelita tia ella chica chicas suegra nuera cunada mami dama damas"
    ),
    "boys": words("boy boys son sons nephew hijo hijos nino ninos sobrino nene nieto"),
    "girls": words("girl girls daughter daughters niece hija hijas nina ninas sobrina nena nieta"),
    "unisex": words("unisex"),
}
OCCASIONS = {
    "formal": words(
        "formal formales elegant elegante elegantes smart office oficina work trabajo trabajar"
        " interview entrevista wedding boda married christening bautizo meeting reunion graduation"
        " graduacion funeral conference congreso business communion comunion vestir suit traje"
        " trajes ceremony ceremonia embajador ambassador job jefe bank banco"
    ),
    "sports": words(
        "sport sports sporty running run runner jog jogging gym gimnasio training train workout"
        " hiking hike football yoga tennis marathon cycling deporte deportivo deportiva deportivos"
        " deportivas correr entrenar senderismo futbol padel tenis maraton bici fitness baloncesto"
        " basketball ski skiing snowboard snowboarding esqui esquiar"
    ),
    "party": words(
        "party parties night clubbing club birthday hen dance dancing nochevieja fiesta fiestas"
        " discoteca cumpleanos despedida bailar noche eve gala"
    ),
    "casual": words(
        "casual everyday daily weekend picnic home walk lazy informal informales casuales diario"
        " dia fin semana pasear casa domingo tranquilo sunday day"
    ),
}
PATTERNS = {  # by the names of data/patterns.py: in English, before the garment, and in Spanish, behind it
    "striped": (
        "striped|stripy|stripey|pinstriped|pinstripe|pinstripes|stripe|stripes|with stripes|in stripes",
        "rayas|de rayas|a rayas|con rayas|rayado|rayada|rayados|rayadas|de listas|a listas|raya diplomática"
        "|de raya diplomática|mil rayas|milrayas",
    ),
    "checked": (
        "checked|chequered|checkered|plaid|tartan|gingham|windowpane|with checks|in checks",
        "cuadros|de cuadros|a cuadros|con cuadros|cuadrillé|a cuadritos|de cuadritos|vichy|escocés|escocesa"
        "|escoceses|escocesas|cuadros escoceses|de cuadros escoceses|de leñador",
    ),
    "polka-dot": (
        "polka dot|polka dots|polkadot|polkadots|polka dotted|dotty|spotty|dotted|with dots|with spots",
        "lunares|de lunares|a lunares|con lunares|de topos|con topos|topitos|de topitos|de bolitas",
    ),
    "floral": (
        "floral|florals|flowery|flowered|flower print|flower pattern|floral print|with flowers",
        "florales|de flores|con flores|de florecitas|de florcitas|floreado|floreada|floreados|floreadas"
        "|estampado de flores|estampada de flores|estampado floral|estampada floral",
    ),
    "camouflage": ("camouflage|camo|army print", "camuflaje|de camuflaje|camuflado|camuflada"),
    "animal-print": (
        "animal print|leopard print|leopard|zebra print|zebra|snake print|tiger print|cow print",
        "leopardo|de leopardo|de cebra|de serpiente|de tigre|estampado animal|estampado de leopardo",
    ),
    "paisley": ("paisley", "estampado de cachemir"),
    "herringbone": (
        "herringbone|houndstooth|dogtooth",
        "de espiga|espiguilla|de espiguilla|pata de gallo|de pata de gallo",
    ),
    "printed": (
        "printed|patterned|with a print|with a pattern|with prints|graphic print",
        "estampado|estampada|estampados|estampadas|con estampado|con estampados|con dibujos",
    ),
    "denim": (
        "denim",
        "mezclilla|de mezclilla|tela vaquera|de tela vaquera|camisa vaquera|chaqueta vaquera|cazadora vaquera"
        "|chaleco vaquero|mono vaquero|pichi vaquero|falda vaquera|peto vaquero",
    ),
    "plain": (
        "plain|solid colour|solid color|unpatterned|no pattern|no print|without a pattern|without a print",
        "liso|lisa|lisos|lisas|color liso|sin estampado|sin estampados|sin dibujos|de un solo color|unicolor",
    ),
}
SUITED = words("this that these those me him her it them us you my your our a the anyone")  # behind the verb
SUITS = words("suit suits traje trajes")  # an occasion, unless they are owned: "a tie for my suit"
AGES = words("year years yr yrs yo month months ano anos mes meses")
CONTRACTIONS = frozenset(  # without their apostrophe: "theyre" is no slip of "tejer"
    who + verb
    for who in words("i you we they he she it that there who what where how here")
    for verb in ("re", "ve", "ll", "d", "s", "m")
)
UNITS = words("euro euros eur quid pounds pound dollars inch inches cm kg percent pm am h talla hours per")
SIZES = words("size sizes talla tallas aged age under over below hasta around max maximo between numero")
IS = words("is hes shes im turns turning turned tiene cumple cumplio")  # before the age of a person
ARTICLES: dict[Language, frozenset[str]] = {
    "en": words("a an the some any"),
    "es": words("un una unos unas el la los las de"),
}
NUMBERS: dict[str, int] = {
    word: number
    for numbers in json.loads((DATA / "numbers.json").read_text(encoding="utf-8")).values()
    for word, number in numbers.items()
}


@lru_cache
def word_list(name: str) -> frozenset[str]:
    """The words of a file of app/nlu/data, one a line."""
    return frozenset((DATA / f"{name}.txt").read_text(encoding="utf-8").split())


@lru_cache
def cues() -> dict[str, frozenset[str]]:
    """Every phrase of cues.csv in either language, and the kinds of cue that it is."""
    found: dict[str, set[str]] = {}
    with CUES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for phrase in f"{row['en']}|{row['es']}".split("|"):
                found.setdefault(bare(phrase), set()).add(row["cue"])
    return {phrase: frozenset(kinds) for phrase, kinds in found.items() if phrase}


@lru_cache
def patterns() -> dict[str, str]:
    """The pattern that each word or phrase for one means."""
    return {bare(phrase): name for name, said in PATTERNS.items() for phrase in "|".join(said).split("|")}


def bare(text: str) -> str:
    """Plain words without apostrophes, as cues are compared: "I've" → "ive"."""
    return " ".join(re.findall(r"\w+", plain(re.sub("['’´`]", "", text))))
