# ruff: noqa: E501 — a sentence stands on one line
"""The sentences that the shop's own advice is made of, in English and in Spanish, several for each occasion.

``{…}`` are filled by those who choose among them. None says anything that a card could not say.
"""

from __future__ import annotations

from app.nlu.wish import Language

Sentences = dict[Language, tuple[str, ...]]

# one item; {title}, {are} "es", "son"
ONE: Sentences = {
    "en": (
        "I would start with {title}.",
        "Have a look at {title}.",
        "My choice for you: {title}.",
        "{Title} would be my first choice for you.",
        "I think you will like {title}.",
        "Out of everything we have, I would show you {title}.",
    ),
    "es": (
        "Yo empezaría por {title}.",
        "Echa un vistazo a {title}.",
        "Para ti he elegido {title}.",
        "Lo primero que te enseñaría {are} {title}.",
        "Mi propuesta para ti: {title}.",
        "Yo me quedaría con {title}.",
    ),
}
# several of one category; {these} "two black t-shirts", {titles}
SEVERAL: Sentences = {
    "en": (
        "Here are {these} for you: {titles}.",
        "I have picked out {these}: {titles}.",
        "I found you {these}: {titles}.",
        "These are the {these} I would show you: {titles}.",
        "You can choose between {these}: {titles}.",
    ),
    "es": (
        "Aquí tienes {these}: {titles}.",
        "Te he elegido {these}: {titles}.",
        "Puedes elegir entre {these}: {titles}.",
        "He encontrado {these} para ti: {titles}.",
        "Te he apartado {these}: {titles}.",
    ),
}
# the same where the catalogue gives them no names of their own
SEVERAL_ALIKE: Sentences = {
    "en": (
        "Here are {these} for you; the pictures tell them apart.",
        "I found you {these}; look at the pictures side by side.",
    ),
    "es": (
        "Aquí tienes {these}; en las fotos verás en qué se distinguen.",
        "He encontrado {these} para ti; mira las fotos una junto a otra.",
    ),
}
# items of different categories; {titles}
TOGETHER: Sentences = {
    "en": (
        "I would put these together: {titles}.",
        "Here is what I would lay out for you: {titles}.",
        "See how you like these side by side: {titles}.",
        "From our shelves, for you: {titles}.",
        "This is what I found for you: {titles}.",
    ),
    "es": (
        "Yo combinaría {titles}.",
        "Esto es lo que te prepararía: {titles}.",
        "Mira qué bien se acompañan: {titles}.",
        "He apartado para ti {titles}.",
        "Esto es lo que he encontrado para ti: {titles}.",
    ),
}
# an outfit; {titles}
OUTFIT: Sentences = {
    "en": (
        "Here is a whole outfit: {titles}.",
        "I would dress you in {titles}.",
        "Let us build it piece by piece: {titles}.",
        "This is how I would put it together: {titles}.",
        "Picture yourself in {titles}.",
    ),
    "es": (
        "Aquí va un conjunto completo: {titles}.",
        "Yo te vestiría así: {titles}.",
        "Vamos pieza a pieza: {titles}.",
        "Así lo montaría yo: {titles}.",
        "Imagínate con {titles}.",
    ),
}
# before the first sentence when there is a photo; {things}: "t-shirts", {seen}: the photo's caption, which is a guess
SEEN_AS: Sentences = {
    "en": (
        "Your photo looks like {seen}, so I went through our {things}.",
        "What I make out in your photo is {seen}, so I looked for {things}.",
    ),
    "es": (
        "En tu foto me parece ver {seen}, así que he buscado {things}.",
        "Diría que tu foto muestra {seen}; por eso he mirado {things}.",
    ),
}
# the photo shows another thing than the one that was asked for beside it
SEEN_BESIDE: Sentences = {
    "en": (
        "Your photo looks like {seen}; I looked for {things} to go with it.",
        "What I make out in your photo is {seen}; I looked for {things} to wear with it.",
    ),
    "es": (
        "En tu foto me parece ver {seen}; he buscado {things} a juego.",
        "Diría que tu foto muestra {seen}; he buscado {things} que combinen.",
    ),
}
SEEN: Sentences = {
    "en": ("Going by your photo, I looked for {things}.", "With your photo in mind, I looked for {things}."),
    "es": ("Por tu foto, he buscado {things}.", "Con tu foto delante, he mirado entre {our} {things}."),
}
SEEN_OUTFIT_AS: Sentences = {
    "en": (
        "Your photo looks like {seen}, and I looked for what goes with it.",
        "What I make out in your photo is {seen}; here is the rest of the outfit.",
    ),
    "es": (
        "En tu foto me parece ver {seen}, y he buscado con qué acompañarlo.",
        "Diría que tu foto muestra {seen}; aquí va el resto del conjunto.",
    ),
}
SEEN_OUTFIT: Sentences = {
    "en": (
        "To go with what you have in your photo, I looked for the rest.",
        "Your photo is where this outfit begins.",
    ),
    "es": (
        "Para acompañar lo que llevas en la foto, he buscado el resto.",
        "Tu foto es el punto de partida de este conjunto.",
    ),
}
# what was asked for and stands on every card; {they} "it is", "las dos son"; {traits}: "black, for women and for sport"
FITS: Sentences = {
    "en": (
        "{They} {traits}, just as you asked.",
        "{They} {traits}, which is what you were after.",
        "{Card} {they} {traits}, as you wished.",
    ),
    "es": (
        "{They} {traits}, justo como pedías.",
        "{They} {traits}, tal como querías.",
        "{They} {traits}, que es lo que buscabas.",
    ),
}
# the same, and what the cards say besides: {card} "by the card", {more}
FITS_AND: Sentences = {
    "en": (
        "{They} {traits}, just as you asked; {card} also {more}.",
        "{They} {traits}, which is what you were after; {card} also {more}.",
    ),
    "es": (
        "{They} {traits}, justo como pedías; {card}, también {more}.",
        "{They} {traits}, que es lo que buscabas; {card}, también {more}.",
    ),
}
# the same where the name has said the colour or the pattern already; {echo}: "red", "las rayas"
FITS_ECHO: Sentences = {
    "en": ("{They} {traits}, and the {echo} you asked for is there too.",),
    "es": ("{They} {traits}, y con {echo} que pedías.",),
}
ECHOED: Sentences = {
    "en": ("Just the {echo} you asked for.", "There you have the {echo} you wished for."),
    "es": ("Justo {echo} que pedías.", "Ahí tienes {echo} que querías."),
}
ONE_ECHOED: Sentences = {
    "en": (
        "I would start with {title}, just the {echo} you asked for.",
        "Have a look at {title}: there you have the {echo} you asked for.",
        "My choice for you: {title}, just the {echo} you wished for.",
        "I think you will like {title}, with the {echo} you asked for.",
    ),
    "es": (
        "Yo empezaría por {title}, justo {echo} que pedías.",
        "Echa un vistazo a {title}: ahí tienes {echo} que pedías.",
        "Para ti he elegido {title}, justo {echo} que querías.",
        "Mi propuesta para ti: {title}, con {echo} que buscabas.",
    ),
}
# what the cards say besides; {traits}: "striped and for summer"
MORE_ONE: Sentences = {
    "en": (
        "The card adds that {they} {traits}.",
        "{They} {traits}, by the card.",
        "Worth knowing: {they} {traits}.",
    ),
    "es": (
        "La ficha añade que {they} {traits}.",
        "Según la ficha, {they} {traits}.",
        "Un detalle más: {they} {traits}.",
    ),
}
# how one thing is made; {comes}: "it comes with", "lleva", {detail}: "a round neck and ribbed cuffs"
DETAIL: Sentences = {
    "en": (
        "{Comes} {detail}.",
        "A look at the details: {comes} {detail}.",
        "I like the details: {detail}.",
    ),
    "es": (
        "{Comes} {detail}.",
        "Fíjate bien: {comes} {detail}.",
        "Me gustan los detalles: {detail}.",
    ),
}
MORE_ALL: Sentences = {
    "en": ("{They} {traits}, by their cards.", "What they share: {they} {traits}.", "{They} {traits}."),
    "es": (
        "Según las fichas, {they} {traits}.",
        "{They} {traits}.",
        "Tienen algo en común: {they} {traits}.",
    ),
}
# in what two of a kind differ; {first}, {second}: "the red one", {one}, {other}: traits, {are}: "is" or "are"
APART: Sentences = {
    "en": (
        "{First} {are} {one}, {second} {other}.",
        "What sets them apart: {first} {are} {one}, {second} {other}.",
        "Mind the difference: {first} {are} {one} and {second} {other}.",
    ),
    "es": (
        "{First} {are} {one}; {second}, {other}.",
        "Se distinguen en esto: {first} {are} {one}; {second}, {other}.",
        "Fíjate en la diferencia: {first} {are} {one}; {second}, {other}.",
    ),
}
# colours; {loud}, {quiet}: pieces ("the red t-shirt"), {colour}, {colours}
LOUD_AND_QUIET: Sentences = {
    "en": (
        "Let {loud} do the talking and keep {quiet} in the background.",
        "All eyes will go to {loud}, with {quiet} as a calm counterpart.",
        "I would make {loud} the centre of it and leave the calm part to {quiet}.",
        "The accent is {loud}; around it, {quiet} will keep things calm.",
    ),
    "es": (
        "Dale el protagonismo a {loud} y deja {quiet} en segundo plano.",
        "Todas las miradas irán a {loud}, con {quiet} como contrapunto sereno.",
        "Yo pondría el acento en {loud} y dejaría la calma a {quiet}.",
        "Con {loud} das la nota de color; con {quiet}, el equilibrio.",
    ),
}
ONE_FAMILY: Sentences = {
    "en": (
        "Worn together, they make one calm line of {colour}.",
        "Head to toe in {colour}: simple, and it always works.",
        "Keeping it all in {colour} makes the outfit look planned without any effort.",
    ),
    "es": (
        "Al llevarlo todo en {colour}, el conjunto queda sereno y con intención.",
        "Todo en {colour}: sencillo, y siempre funciona.",
        "Vestir de {colour} de arriba abajo es sencillo y no falla.",
    ),
}
ALL_QUIET: Sentences = {
    "en": (
        "{Colours} are easy company: you can wear them together without thinking twice.",
        "With {colours} side by side, nothing fights for attention.",
        "{Colours} keep to quiet tones, so the whole reads as one.",
    ),
    "es": (
        "{Colours} se llevan bien: puedes juntarlos sin pensarlo dos veces.",
        "Con {colours} juntos, nada compite por llamar la atención.",
        "{Colours} son tonos discretos, así que todo queda en armonía.",
    ),
}
ECHO: Sentences = {
    "en": (
        "The {colour} comes back more than once, and that ties it together.",
        "One shade of {colour} answers the other, so it looks planned.",
    ),
    "es": (
        "El {colour} se repite, y eso une el conjunto.",
        "Un tono de {colour} responde al otro, y se nota que está pensado.",
    ),
}
MANY_LOUD: Sentences = {
    "en": (
        "{Colours} make it lively; I would leave it at those colours and add no other.",
        "Wear {colours} together if you like to be seen.",
        "{Colours} ask for attention: wear them with confidence, or one at a time.",
    ),
    "es": (
        "{Colours} le dan vida; yo no añadiría más colores.",
        "Junta {colours} si te gusta que te vean.",
        "{Colours} piden atención: llévalos con decisión o de uno en uno.",
    ),
}
NO_COLOURS: Sentences = {
    "en": ("Put them next to each other on the screen and see how they get along.",),
    "es": ("Míralo todo junto en la pantalla y verás cómo combina.",),
}
NO_COLOURS_CHOOSE: Sentences = {
    "en": ("Put the pictures next to each other and you will see which is yours.",),
    "es": ("Pon las fotos una junto a otra y verás cuál es lo tuyo.",),
}
GIVEN: Sentences = {  # presents, of which none has a size
    "en": (
        "With a present like these you need not guess a size.",
        "For none of them do you have to know a size, which makes a present easy.",
    ),
    "es": (
        "Con un regalo así no hay que adivinar la talla.",
        "Para regalar es lo más fácil: no hace falta saber la talla.",
    ),
}
# several of one category: {first}, {second}: "the black one", "the red one"
CHOOSE: Sentences = {
    "en": (
        "Take {first} for a quiet look, or {second} to stand out.",
        "I would wear {first} with almost anything; {second} makes the outfit by itself.",
        "If you like it discreet, go for {first}; if you like to be noticed, for {second}.",
    ),
    "es": (
        "Si prefieres discreción, {first}; si quieres destacar, {second}.",
        "Para ir a lo seguro, {first}; para llamar la atención, {second}.",
        "Yo llevaría {first} casi con cualquier cosa; con {second}, el conjunto ya está hecho.",
    ),
}
CHOOSE_OTHER: Sentences = {
    "en": (
        "Hold {first} against {second} and you will know at once which is yours.",
        "{First} or {second}: go with the one you already see yourself in.",
        "With {first} or with {second} you will be right; trust your first glance.",
    ),
    "es": (
        "Compara {first} con {second} y sabrás enseguida cuál es lo tuyo.",
        "{First} o {second}: quédate con el color en el que ya te ves.",
        "Con {first} o con {second} vas a acertar; fíate del primer vistazo.",
    ),
}
SAME_COLOUR: Sentences = {
    "en": (
        "The colour is {colour} in each case, so let the shape decide.",
        "All in {colour}: compare the pictures up close and trust your eye.",
        "With the colour settled, {colour}, it is the shape that decides; the pictures show it up close.",
    ),
    "es": (
        "El color es {colour} en todos los casos, así que deja que decida la forma.",
        "Todo en {colour}: compara las fotos de cerca y fíate de tu ojo.",
        "Decidido el color, {colour}, queda la forma: mira las fotos de cerca.",
    ),
}
# {tones}: two colours that go with it
QUIET_ONE: Sentences = {
    "en": (
        "{Colour} gets on with nearly everything; I like it next to {tones}.",
        "Because {they} {dyed}, the rest of the look is up to you; next to {tones} it is a safe choice.",
        "{Colour} will not argue with anything you already own, least of all next to {tones}.",
    ),
    "es": (
        "El {colour} combina con casi todo; a mí me gusta junto a {tones}.",
        "En {colour} puedes montar el resto a tu gusto; junto a {tones} es apuesta segura.",
        "El {colour} no discute con nada de lo que ya tienes, y menos junto a {tones}.",
    ),
}
LOUD_ONE: Sentences = {
    "en": (
        "With {colour} in the lead, I would keep the rest calm: next to {tones} it can shine.",
        "Let the {colour} be the strong note of the day, next to {tones}.",
        "The {colour} says enough by itself, so give it calm company, next to {tones}.",
    ),
    "es": (
        "Con el {colour} de protagonista, yo dejaría el resto en calma: junto a {tones} luce más.",
        "Que el {colour} sea la nota fuerte del día, junto a {tones}.",
        "El {colour} ya habla por sí solo: dale compañía tranquila, junto a {tones}.",
    ),
}
# the same of what is carried, or worn on the wrist, the neck or the head
QUIET_ACCENT: Sentences = {
    "en": (
        "In an accessory, {colour} goes with whatever you put on that day.",
        "{Colour} is the easy answer here: it never has to match anything.",
        "As {they} {dyed}, matching takes no thought at all.",
    ),
    "es": (
        "En un complemento, el {colour} va con todo lo que te pongas.",
        "El {colour} es lo fácil aquí: no tiene que hacer juego con nada.",
        "En {colour} no hay que pensar con qué combina.",
    ),
}
LOUD_ACCENT: Sentences = {
    "en": (
        "A touch of {colour} is enough to lift a quiet outfit.",
        "Let the {colour} be the one bright note of what you wear.",
        "I would let the {colour} stand out and wear it next to {tones}.",
    ),
    "es": (
        "Un toque de {colour} basta para animar un conjunto discreto.",
        "Deja que el {colour} sea la nota viva de lo que lleves.",
        "Yo dejaría que el {colour} destaque, junto a {tones}.",
    ),
}
MANY_COLOURS_ONE: Sentences = {
    "en": ("With so many colours at once, keep the rest of one colour.",),
    "es": ("Con tantos colores en una sola pieza, deja el resto de un solo color.",),
}
LOOK_CLOSER: Sentences = {
    "en": ("Open its card to see it up close.", "Tap its picture for a closer look."),
    "es": ("Abre su ficha para ver los detalles.", "Toca la foto para ver los detalles."),
}
# prices; {price}, {low}, {high}, {sample}, {costs}: "it costs"
PRICE_ONE: Sentences = {"en": ("{Costs} {price}{sample}.",), "es": ("{Costs} {price}{sample}.",)}
PRICE_SAME: Sentences = {
    "en": ("Each costs {price}{sample}.",),
    "es": ("Cuestan lo mismo: {price}{sample}.",),
}
PRICE_RANGE: Sentences = {
    "en": ("Prices go from {low} to {high}{sample}.",),
    "es": ("Los precios van de {low} a {high}{sample}.",),
}
# where the lowest price was asked for
PRICE_LOWEST_ONE: Sentences = {
    "en": ("{Costs} {price}{sample}: I went by the lowest price.",),
    "es": ("{Costs} {price}{sample}: he buscado el precio más bajo.",),
}
PRICE_LOWEST: Sentences = {
    "en": ("I went by the lowest price: from {low} to {high}{sample}.",),
    "es": ("He buscado los precios más bajos: de {low} a {high}{sample}.",),
}
PRICE_BELOW_ONE: Sentences = {
    "en": ("{Costs} {price}{sample}, which is within what you had in mind.",),
    "es": ("{Costs} {price}{sample}, dentro de lo que pedías.",),
}
PRICE_BELOW: Sentences = {
    "en": ("All of it is within what you had in mind: from {low} to {high}{sample}.",),
    "es": ("Todo está dentro de lo que pedías: de {low} a {high}{sample}.",),
}
PRICE_SUM: Sentences = {
    "en": ("Together they come to {price}{sample}.",),
    "es": ("En total son {price}{sample}.",),
}
# honesty; {asked}: "two t-shirts", {found}: "one", {things} a plural, {colour}, {shown} a colour
FOUND_FEWER: Sentences = {
    "en": ("You asked for {asked}; {found} is all I have.", "You wanted {asked}, but I only have {found}."),
    "es": ("Pedías {asked}; solo tengo {found}.", "Querías {asked}, pero solo tengo {found}."),
}
# the same where there is a limit to the price: the shop may have more beyond it
FOUND_FEWER_BELOW: Sentences = {
    "en": ("You asked for {asked}; within that price I found {found}.",),
    "es": ("Pedías {asked}; dentro de ese precio solo he encontrado {found}.",),
}
OTHER_COLOUR_BELOW: Sentences = {
    "en": ("Within that price I found no {things} in {colour}; the nearest I can show is {shown}.",),
    "es": (
        "Dentro de ese precio no he encontrado {things} en {colour}; lo más parecido que tengo: {shown}.",
    ),
}
FOUND_NONE_OF: Sentences = {
    "en": ("I found no {things} to show you.",),
    "es": ("No he encontrado {things} que enseñarte.",),
}
FOUND_NONE_BELOW: Sentences = {
    "en": ("I found no {things} within what you had in mind.",),
    "es": ("No he encontrado {things} dentro de lo que pedías.",),
}
OTHER_COLOUR: Sentences = {
    "en": (
        "I found no {things} in {colour}; the nearest I can show is {shown}.",
        "There was nothing in {colour} among our {things}, so this is the closest: {shown}.",
        "To be honest, I have no {things} in {colour}; the closest comes in {shown}.",
    ),
    "es": (
        "No he encontrado {things} en {colour}; lo más parecido que tengo: {shown}.",
        "En {colour} no había {things}, así que esto es lo más cercano: {shown}.",
        "La verdad es que no tengo {things} en {colour}; lo más cercano: {shown}.",
    ),
}
# some come close, in {shade}, and the rest is further off, in {shown}
OTHER_AND_SHADE: Sentences = {
    "en": ("I have no {things} in {colour} as such: {shade} comes closest, and the rest is {shown}.",),
    "es": ("No tengo {things} en {colour} sin más; lo más cercano: {shade}; el resto: {shown}.",),
}
CLOSE_SHADE: Sentences = {
    "en": (
        "The closest I have to {colour}: {shown}.",
        "Not {colour} itself, but close to it: {shown}.",
    ),
    "es": (
        "Lo más cercano al {colour} que tengo: {shown}.",
        "No en {colour}, pero muy cerca: {shown}.",
    ),
}
SOME_CLOSE_SHADE: Sentences = {
    "en": ("Not all of it is {colour}: the rest comes close, in {shown}.",),
    "es": ("No todo está en {colour}: el resto se acerca, en {shown}.",),
}
OTHER_COLOUR_PLAIN: Sentences = {
    "en": ("I found no {things} in {colour}; these come closest.",),
    "es": ("No he encontrado {things} en {colour}; esto es lo que más se acerca.",),
}
# {colour} is the one that is not wanted
REFUSED_COLOUR: Sentences = {
    "en": ("The {things} that come closest are {colour} all the same.",),
    "es": ("Aun así, en {things} lo más parecido está en {colour}.",),
}
SOME_OTHER_COLOUR: Sentences = {
    "en": ("Not all of them are {colour}: {shown} came closest for the rest.",),
    "es": ("No todo está en {colour}: para el resto, lo más cercano era {shown}.",),
}
# {whom}, {shown}: "for women", "for men"
FOR_OTHERS: Sentences = {
    "en": ("Mind what the card says: {shown}, not {whom}.",),
    "es": ("Ojo con lo que dice la ficha: {shown}, no {whom}.",),
}
SOME_FOR_OTHERS: Sentences = {
    "en": ("Not every card says {whom}: at least one says {shown}.",),
    "es": ("No todas las fichas dicen {whom}: alguna dice {shown}.",),
}
# {occasion}: "for formal occasions"
NO_SUCH_OCCASION: Sentences = {
    "en": ("To be honest, none of the cards says {occasion}.",),
    "es": ("La verdad es que ninguna ficha dice {occasion}.",),
}
# {those}: pieces ("the pink heels"), {are}: "is", "are"
NOT_ALL_SUCH_OCCASION: Sentences = {
    "en": ("By the cards, only {those} {are} {occasion}.",),
    "es": ("Según las fichas, solo {those} {are} {occasion}.",),
}
SOME_SUCH_OCCASION: Sentences = {
    "en": ("Not every card says {occasion}.",),
    "es": ("No todas las fichas dicen {occasion}.",),
}
# {pattern}: "striped", "de rayas"; {own}: what the card calls it instead
NO_SUCH_PATTERN: Sentences = {
    "en": (
        "To be honest, I found no {things} that the card calls {pattern}; this is the closest.",
        "The card does not say {pattern}, so take this as the nearest I have.",
    ),
    "es": (
        "La verdad es que la ficha no dice {pattern}; esto es lo más cercano.",
        "En la ficha no pone {pattern}; es lo más parecido que tengo.",
    ),
}
OTHER_PATTERN: Sentences = {
    "en": (
        "To be honest, the card says {own}, not {pattern}; I found nothing closer.",
        "Mind the pattern: {own} by the card, not {pattern}.",
    ),
    "es": (
        "La verdad es que la ficha dice {own}, no {pattern}; no he encontrado nada más cercano.",
        "Ojo con el dibujo: {own} según la ficha, no {pattern}.",
    ),
}
NO_SUCH_PATTERNS: Sentences = {
    "en": (
        "To be honest, none of the cards says {pattern}; these come closest.",
        "I found no {things} that a card calls {pattern}, so these are the nearest.",
    ),
    "es": (
        "La verdad es que ninguna ficha dice {pattern}; esto es lo más cercano.",
        "Ninguna ficha dice {pattern}, así que esto es lo más parecido.",
    ),
}
# {those}: "the red one and the blue one"
NOT_ALL_SUCH_PATTERN: Sentences = {
    "en": ("By the cards, only {those} {are} {pattern}.",),
    "es": ("Según las fichas, solo {those} {are} {pattern}.",),
}
SOME_SUCH_PATTERN: Sentences = {
    "en": ("Not every card says {pattern}.",),
    "es": ("No todas las fichas dicen {pattern}.",),
}
# {word}: the customer's own word for a thing ("earrings")
NOT_CALLED: Sentences = {
    "en": ("The card does not say {word}, so take this as the nearest I have.",),
    "es": ("La ficha no dice {word}; es lo más parecido que tengo.",),
}
NONE_CALLED: Sentences = {
    "en": ("To be honest, no card here says {word}; this is the nearest I have.",),
    "es": ("La verdad es que ninguna ficha dice {word}; es lo más parecido que tengo.",),
}
NOT_ALL_CALLED: Sentences = {
    "en": ("Not every card says {word}; the rest is the nearest I have.",),
    "es": ("No todas las fichas dicen {word}; lo demás es lo más parecido que tengo.",),
}
NO_PRICES: Sentences = {
    "en": (
        "What it costs the cards do not say, so I cannot promise that it is within what you had in mind.",
    ),
    "es": (
        "Las fichas no dicen cuánto cuesta, así que no puedo prometerte que esté dentro de lo que pedías.",
    ),
}
NO_SIZES: Sentences = {
    "en": ("Which sizes there are the cards do not say, so please ask the shop.",),
    "es": ("Las fichas no dicen qué tallas hay; pregúntalo en la tienda, por favor.",),
}
NO_PRICE_AT_ALL: Sentences = {
    "en": ("What it costs the card does not say, so please ask the shop.",),
    "es": ("La ficha no dice cuánto cuesta; pregúntalo en la tienda, por favor.",),
}
NO_LOWEST: Sentences = {
    "en": ("What they cost the cards do not say, so I could not go by the price.",),
    "es": ("Las fichas no dicen los precios, así que no he podido guiarme por ellos.",),
}
NOT_MADE_FOR_SNOW: Sentences = {
    "en": ("To be honest, no card here says that it is made for snow.",),
    "es": ("La verdad es que ninguna ficha dice que sea para la nieve.",),
}
NOT_MADE_FOR_RAIN: Sentences = {
    "en": ("To be honest, no card here says that it keeps the rain out.",),
    "es": ("La verdad es que ninguna ficha dice que aguante la lluvia.",),
}
FOR_NOBODY: Sentences = {
    "en": ("The cards do not say whether this is {whom}.",),
    "es": ("Las fichas no dicen si es {whom}.",),
}
# {hers}, {his}: pieces ("the red t-shirt")
MIXED: Sentences = {
    "en": (
        "By the cards, {hers} would be for women and {his} for men; tell me for whom it is and I will look again.",
    ),
    "es": ("Según las fichas, {hers}: para mujer; {his}: para hombre; dime para quién es y vuelvo a mirar.",),
}
# not carried; {things}, {near} are plurals, {them} "los", "las" of {near}, {list} of what is in stock
NOT_CARRIED_NEAR: Sentences = {
    "en": (
        "We do not carry {things}, I am sorry. How about {near} instead? That is the nearest we have.",
        "I am sorry, this shop has no {things}. The nearest I can offer: {near}. Just say so and I will look some out.",
    ),
    "es": (
        "Lo siento, aquí no vendemos {things}. ¿Y {near}? Es lo más parecido que tenemos.",
        "Lo siento, en esta tienda no hay {things}. Lo más parecido que tenemos: {near}. Si quieres, te {them} enseño.",
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
        "Prefiero decírtelo: eso no lo tenemos. Sí tenemos {list}.",
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
NOTHING_BELOW: Sentences = {
    "en": (
        "I found no {things} within what you had in mind. Ask me again without that limit, and I will show you the"
        " closest.",
    ),
    "es": (
        "No he encontrado {things} dentro de lo que pedías. Pregúntame otra vez sin ese límite y te enseño lo más"
        " parecido.",
    ),
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
        "That one I leave to others; with clothes I can help you. Say what you need, or add a photo of something you"
        " like, and I will look through our {list}.",
    ),
    "es": (
        "Lo mío es la ropa, y ahí sí puedo ayudarte: dime qué buscas o enséñame una foto, y lo buscaré en la tienda."
        " Tenemos {list}.",
        "De ropa es de lo que más sé, y con gusto te ayudo a encontrar algo que ponerte. Dime una prenda, un color o"
        " una ocasión; tenemos {list}.",
        "Eso se lo dejo a otros; con la ropa sí te ayudo. Dime qué necesitas o añade una foto de algo que te guste, y"
        " miraré entre lo que tenemos: {list}.",
    ),
}
# the same to a greeting or a word of thanks
GREETING: Sentences = {
    "en": (
        "Nice to have you here. Say what you need, or add a photo of something you like, and I will look through our"
        " {list}.",
        "Happy to help. Tell me a piece, a colour or an occasion, and I will see what we have among our {list}.",
    ),
    "es": (
        "Qué bien tenerte por aquí. Dime qué necesitas o añade una foto de algo que te guste, y miraré entre todo lo"
        " que tenemos: {list}.",
        "Con gusto te ayudo. Dime una prenda, un color o una ocasión, y miraré qué tenemos entre {list}.",
    ),
}
# to a question about orders, care or returns
SERVICE: Sentences = {
    "en": (
        "That is a question for the people of the shop: I only know what stands on the cards. If you are looking for"
        " something to wear, tell me what; we have {list}.",
    ),
    "es": (
        "Eso tendrás que preguntarlo al personal de la tienda: yo solo sé lo que pone en las fichas. Si buscas algo"
        " que ponerte, dime qué; tenemos {list}.",
    ),
}
