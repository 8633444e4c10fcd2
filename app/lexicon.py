"""Words that say for whom, for what occasion, how many, or that something is owned or rejected."""

from __future__ import annotations

from app import phrases
from data.vocabulary import plain


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


WHOM = {
    "men": words(
        "men mens man guy guys gents gentleman gentlemen male him husband dad father boyfriend"
        " brother grandfather grandad grandpa uncle groom hombre hombres caballero caballeros marido"
        " padre papa novio hermano abuelo tio chico chicos"
    ),
    "women": words(
        "women womens woman lady ladies female her wife mum mom mother girlfriend sister"
        " grandmother gran grandma granny aunt bride mujer mujeres senora senoras esposa madre mama"
        " novia hermana abuela tia ella chica chicas"
    ),
    "boys": words("boy boys son sons nephew hijo hijos nino ninos sobrino nene nieto"),
    "girls": words("girl girls daughter daughters niece hija hijas nina ninas sobrina nena nieta"),
    "unisex": words("unisex"),
}
OCCASIONS = {
    "formal": words(
        "formal formales elegant elegante elegantes smart office oficina work trabajo trabajar"
        " interview entrevista wedding boda christening bautizo meeting reunion graduation"
        " graduacion funeral conference congreso business communion comunion vestir suit traje"
        " trajes ceremony ceremonia embajador ambassador job jefe bank banco"
    ),
    "sports": words(
        "sport sports sporty running run runner jog jogging gym gimnasio training train workout"
        " hiking hike football yoga tennis marathon cycling deporte deportivo deportiva deportivos"
        " deportivas correr entrenar senderismo futbol padel tenis maraton bici fitness baloncesto"
        " basketball ski esqui"
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
COUNTS = words(  # besides digits: where one of these stands, the model's number is believed
    "some several few couple pair pairs various many both dozen half par pares varios varias"
    " algunos algunas unos unas cuantos cuantas media docena muchas muchos ambos"
) | {
    plain(n)
    for table in phrases.NUMBERS.values()
    for forms in table.values()
    for n in forms
    if not n.isdigit()
}
SUITS = words("suit suits traje trajes")  # an occasion, unless they are owned: "a tie for my suit"
AGES = words("year years yo month months ano anos mes meses")
ARTICLES = {"en": words("an the some any"), "es": words("un una unos unas el la los las de")}
OWNED = words(  # a garment near one of these may not be the one that is wanted
    "my mine own have had already bought got with go goes match matches instead not no nor but"
    " without dont never except than forget hate mi mis tengo tenia ya con combina combine combinar"
    " pega pegue juego compre comprar sin pero menos vez lugar odio olvida nada tampoco ni"
)
