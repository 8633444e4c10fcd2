# ruff: noqa: E501 — a sentence stands on one line
"""The sentences that the shop's own advice is made of, in English and in Spanish, several for each occasion.

``{…}`` are filled by app/advice.py, which also chooses. None says anything that a card could not say.
"""

from __future__ import annotations

from app.wish import Language

Sentences = dict[Language, tuple[str, ...]]

# one item; {title}
ONE: Sentences = {
    "en": (
        "I would start with {title}.",
        "Have a look at {title}.",
        "My choice for you is {title}.",
        "{Title} is the one I would try first.",
        "I think you will like {title}.",
    ),
    "es": (
        "Yo empezaría por {title}.",
        "Echa un vistazo a {title}.",
        "Para ti he elegido {title}.",
        "Lo primero que te enseñaría es {title}.",
        "Creo que te va a gustar {title}.",
    ),
}
# several of one category; {these} "two black t-shirts", {titles}
SEVERAL: Sentences = {
    "en": (
        "Here are {these} for you: {titles}.",
        "I have picked {these}: {titles}.",
        "{These} to choose from: {titles}.",
        "These are the {these} I would put on the counter: {titles}.",
    ),
    "es": (
        "Aquí tienes {these}: {titles}.",
        "Te he elegido {these}: {titles}.",
        "{These} para comparar: {titles}.",
        "Yo pondría sobre el mostrador {these}: {titles}.",
    ),
}
# items of different categories; {titles}
TOGETHER: Sentences = {
    "en": (
        "I would put these together: {titles}.",
        "Here is what I would lay out for you: {titles}.",
        "Try these side by side: {titles}.",
        "From our racks, for you: {titles}.",
    ),
    "es": (
        "Yo combinaría esto: {titles}.",
        "Esto es lo que te prepararía: {titles}.",
        "Pruébalo todo junto: {titles}.",
        "De nuestras perchas, para ti: {titles}.",
    ),
}
# an outfit; {titles}
OUTFIT: Sentences = {
    "en": (
        "Here is a whole outfit: {titles}.",
        "I would dress you like this: {titles}.",
        "Let us build it piece by piece: {titles}.",
        "This is how I would put it together: {titles}.",
    ),
    "es": (
        "Aquí va un conjunto completo: {titles}.",
        "Yo te vestiría así: {titles}.",
        "Vamos pieza a pieza: {titles}.",
        "Así lo montaría yo: {titles}.",
    ),
}
# before the first sentence when there is a photo; {things}: "t-shirts"
SEEN: Sentences = {
    "en": ("Going by your photo, I looked for {things}.", "Your photo made me look through our {things}."),
    "es": ("Por tu foto, he buscado {things}.", "Con tu foto delante, he mirado entre {our} {things}."),
}
SEEN_OUTFIT: Sentences = {
    "en": (
        "To go with what your photo shows, I looked for the rest.",
        "Your photo is where this outfit begins.",
    ),
    "es": ("Para acompañar lo que se ve en tu foto, he buscado el resto.", "Tu foto es el punto de partida."),
}
# what was asked for and stands on every card; {traits}: "in black, for women and for sport"
FITS_ONE: Sentences = {
    "en": (
        "It is just what you asked for: {traits}.",
        "You wanted something {traits}, and its card says so.",
        "It is {traits}, as you wished.",
    ),
    "es": (
        "Es justo lo que pedías: {traits}.",
        "Querías algo {traits}, y así lo dice su ficha.",
        "{Traits}, tal como querías.",
    ),
}
FITS_ALL: Sentences = {
    "en": (
        "Each of them is what you asked for: {traits}.",
        "You asked for something {traits}, and every one of them is.",
        "All of them are {traits}, as you wished.",
    ),
    "es": (
        "Todo es como lo pedías: {traits}.",
        "Pedías algo {traits}, y así es en cada caso.",
        "Todo {traits}, tal como querías.",
    ),
}
# colours; {loud}, {quiet}: pieces ("the red t-shirt"), {colour}, {colours}
LOUD_AND_QUIET: Sentences = {
    "en": (
        "Let {loud} do the talking; {quiet} can stay in the background.",
        "All eyes will go to {loud}, with {quiet} as a calm counterpart.",
    ),
    "es": (
        "Dale el protagonismo a {loud} y deja {quiet} en segundo plano.",
        "Todas las miradas irán a {loud}, con {quiet} en segundo plano.",
    ),
}
ONE_FAMILY: Sentences = {
    "en": (
        "Worn together, they make one calm line of {colour}.",
        "Head to toe in {colour}: simple, and it always works.",
    ),
    "es": ("Juntos forman una línea serena en {colour}.", "Todo en {colour}: sencillo, y siempre funciona."),
}
ALL_QUIET: Sentences = {
    "en": (
        "{Colours} are easy company: you can wear them together without thinking twice.",
        "With {colours} side by side, nothing fights for attention.",
    ),
    "es": (
        "{Colours} se llevan bien: puedes ponértelo junto sin pensarlo dos veces.",
        "Con {colours} juntos, nada compite por llamar la atención.",
    ),
}
ECHO: Sentences = {
    "en": (
        "The {colour} comes back more than once, and that ties it together.",
        "One {colour} answers the other, so it looks planned.",
    ),
    "es": (
        "El {colour} se repite, y eso une el conjunto.",
        "Un {colour} responde al otro, y se nota que está pensado.",
    ),
}
MANY_LOUD: Sentences = {
    "en": (
        "{Colours} make it lively; I would leave it at those colours and add no other.",
        "Wear {colours} together if you like to be seen.",
    ),
    "es": (
        "{Colours} le dan vida; yo no añadiría más colores.",
        "Junta {colours} si te gusta que te vean.",
    ),
}
NO_COLOURS: Sentences = {
    "en": ("Put them next to each other on the screen and see how they get along.",),
    "es": ("Míralo todo junto en la pantalla y verás cómo combina.",),
}
# several of one category: {first}, {second} are colours
CHOOSE: Sentences = {
    "en": (
        "Take the one in {first} for a quiet look, or the one in {second} to stand out.",
        "In {first} it goes with most things; in {second} it becomes the point of the outfit.",
    ),
    "es": (
        "En {first} va con casi todo; en {second} es lo primero que se ve.",
        "Si prefieres discreción, en {first}; si quieres destacar, en {second}.",
    ),
}
CHOOSE_OTHER: Sentences = {
    "en": (
        "Hold {first} against {second} and you will know at once which is yours.",
        "{First} or {second}: go with the one you already see yourself in.",
    ),
    "es": (
        "Compara {first} con {second} y sabrás enseguida cuál es lo tuyo.",
        "{First} o {second}: quédate con el color en el que ya te ves.",
    ),
}
SAME_COLOUR: Sentences = {
    "en": ("They share {colour}, so let the pictures decide.", "All in {colour}: compare them in the gallery and trust your eye."),
    "es": ("Comparten el {colour}, así que deja que decidan las fotos.", "En {colour} las dos opciones: compáralas en la galería y fíate de tu ojo."),
}  # fmt: skip
QUIET_ONE: Sentences = {
    "en": (
        "{Colour} gets on with nearly everything, so the rest is up to you.",
        "Because it is {colour}, you can build the rest of the look around it freely.",
    ),
    "es": (
        "En {colour} combina con casi todo, así que el resto lo eliges tú.",
        "Al ser en {colour}, puedes montar el resto a tu gusto.",
    ),
}
LOUD_ONE: Sentences = {
    "en": (
        "With {colour} in the lead, I would keep everything else plain.",
        "Let the {colour} be the only strong colour you wear that day.",
    ),
    "es": (
        "Con el {colour} de protagonista, yo dejaría lo demás sencillo.",
        "Que el {colour} sea el único color fuerte de ese día.",
    ),
}
LOOK_CLOSER: Sentences = {
    "en": ("Open its card to see it up close.", "Tap its picture for a closer look."),
    "es": ("Abre su ficha para verlo de cerca.", "Toca la foto y lo verás de cerca."),
}
# prices; {price}, {low}, {high}, {sample}
PRICE_ONE: Sentences = {"en": ("It costs {price}{sample}.",), "es": ("Cuesta {price}{sample}.",)}
PRICE_SAME: Sentences = {
    "en": ("Each costs {price}{sample}.",),
    "es": ("Cuestan lo mismo: {price}{sample}.",),
}
PRICE_RANGE: Sentences = {
    "en": ("Prices go from {low} to {high}{sample}.",),
    "es": ("Los precios van de {low} a {high}{sample}.",),
}
PRICE_SUM: Sentences = {
    "en": ("Together they come to {price}{sample}.",),
    "es": ("En total son {price}{sample}.",),
}
# honesty; {asked}, {found} are numbers in words, {things} a plural, {colour}, {shown} a colour
FOUND_FEWER: Sentences = {
    "en": ("You asked for {asked} {things}; {found} is all I have.",),
    "es": ("Pedías {asked} {things}; solo tengo {found}.",),
}
FOUND_NONE_OF: Sentences = {
    "en": ("I found no {things} to show you.",),
    "es": ("No he encontrado {things} que enseñarte.",),
}
OTHER_COLOUR: Sentences = {
    "en": (
        "I found no {things} in {colour}; the nearest I can show is {shown}.",
        "There was nothing in {colour} among our {things}, so this is the closest: {shown}.",
    ),
    "es": (
        "No he encontrado {things} en {colour}; lo más parecido que tengo es en {shown}.",
        "En {colour} no había {things}, así que esto es lo más cercano: en {shown}.",
    ),
}
CLOSE_SHADE: Sentences = {
    "en": ("The closest shade of {colour} I have is {shown}.",),
    "es": ("El tono de {colour} más cercano que tengo es {shown}.",),
}
OTHER_COLOUR_PLAIN: Sentences = {
    "en": ("I found no {things} in {colour}; these come closest.",),
    "es": ("No he encontrado {things} en {colour}; esto es lo que más se acerca.",),
}
SOME_OTHER_COLOUR: Sentences = {
    "en": ("Not all of them are {colour}: {shown} came closest for the rest.",),
    "es": ("No todo es en {colour}: para el resto, lo más cercano era en {shown}.",),
}
# not carried; {things}, {near} are plurals, {list} of what is in stock
NOT_CARRIED_NEAR: Sentences = {
    "en": (
        "We do not carry {things}, I am sorry. How about {near} instead? That is the nearest we have.",
        "I am sorry, this shop has no {things}. What comes closest is {near}; just say so and I will look some out.",
    ),
    "es": (
        "Lo siento, aquí no vendemos {things}. ¿Y {near}? Es lo más parecido que tenemos.",
        "Lo siento, en esta tienda no hay {things}. Puedo enseñarte {near}, que es lo que más se acerca.",
    ),
}
NOT_CARRIED: Sentences = {
    "en": ("We do not carry {things}, I am sorry. What we do have: {list}.",),
    "es": ("Lo siento, aquí no vendemos {things}. Lo que sí tenemos: {list}.",),
}
NOT_SOLD: Sentences = {
    "en": (
        "That is not something we sell, I am sorry. What you can find here: {list}. Shall we look at any of it?",
        "I would rather be honest: we do not have that. We do have {list}.",
    ),
    "es": (
        "Lo siento, eso no lo vendemos. Aquí encontrarás {list}. ¿Miramos algo?",
        "Prefiero ser sincero: eso no lo tenemos. Sí tenemos {list}.",
    ),
}
ALSO_MISSING: Sentences = {
    "en": ("We do not carry {things}, so they are missing here.",),
    "es": ("No vendemos {things}, así que eso falta aquí.",),
}
ALSO_MISSING_NEAR: Sentences = {
    "en": ("We do not carry {things}; {near} would be the nearest I could show you.",),
    "es": ("No vendemos {things}; lo más parecido que tenemos: {near}.",),
}
NOTHING: Sentences = {
    "en": (
        "I found nothing that fits this time. Try another colour, or tell me the kind of piece: {list}.",
        "Nothing in the shop comes close enough to show you. Other words may help; we have {list}.",
    ),
    "es": (
        "Esta vez no he encontrado nada que encaje. Prueba otro color o dime qué buscas: {list}.",
        "No hay nada lo bastante parecido. Quizá con otras palabras; tenemos {list}.",
    ),
}
CHAT: Sentences = {
    "en": (
        "I am at home among clothes, so that is where I can help: tell me what you are looking for, or show me a"
        " photo, and I will find it here. We have {list}.",
        "Clothes are what I know best, and I am glad to help you find something to wear. Tell me a piece, a colour or"
        " an occasion; we have {list}.",
        "Nice to have you here. Say what you need, or add a photo of something you like, and I will look through our"
        " {list}.",
    ),
    "es": (
        "Lo mío es la ropa, y ahí sí puedo ayudarte: dime qué buscas o enséñame una foto, y lo buscaré en la tienda."
        " Tenemos {list}.",
        "De ropa es de lo que más sé, y con gusto te ayudo a encontrar algo que ponerte. Dime una prenda, un color o"
        " una ocasión; tenemos {list}.",
        "Qué bien tenerte por aquí. Dime qué necesitas o añade una foto de algo que te guste, y miraré entre todo lo"
        " que tenemos: {list}.",
    ),
}
