"""Every string that a customer reads on the page, in English and in Spanish, in one table.

Does not know where on the page a string stands, nor what the assistant answers.
"""

from __future__ import annotations

from app.plan import Language

LANGUAGES: tuple[Language, ...] = ("en", "es")

WORDS: dict[str, tuple[str, str]] = {
    # top bar
    "tagline": ("The wardrobe you can talk to", "El armario con el que se habla"),
    "pieces": ("{count} pieces", "{count} prendas"),
    "answerer": ("Who answers", "Quién responde"),
    "backend.Server": ("Server", "Servidor"),  # the others are names
    "language": ("Language", "Idioma"),
    "theme": ("Light or dark", "Claro u oscuro"),
    "no_gemini_key": (
        "Gemini is off: it needs ARMARIO_GEMINI_KEY",
        "Gemini está apagado: necesita ARMARIO_GEMINI_KEY",
    ),
    # the empty conversation
    "welcome": ("What are you dressing for?", "¿Para qué te vistes hoy?"),
    "welcome.how": (
        "Say it, show a photo, or both. You get pieces that are in the shop, and advice on exactly those.",
        "Dilo, enseña una foto o las dos cosas. Verás prendas de esta tienda y consejos sobre ellas.",
    ),
    "conversation": ("Conversation", "Conversación"),
    "new_chat": ("Start over", "Reiniciar"),
    # the box
    "message": ("Your message", "Tu mensaje"),
    "write": ("Describe it, or add a photo", "Descríbelo o añade una foto"),
    "nothing_said": (
        "Write what you are looking for, or add a photo.",
        "Escribe lo que buscas o añade una foto.",
    ),
    "too_many": (
        "That was a lot for one minute. Wait a little, then go on.",
        "Es mucho para un minuto. Espera un poco y sigue.",
    ),
    "photo.missing": (
        "That photo did not arrive. Please add it again.",
        "Esa foto no ha llegado. Vuelve a añadirla, por favor.",
    ),
    "photo.unreadable": (
        "That file does not open as a photo. A JPEG, PNG or WebP will do; your message is still here.",
        "Ese archivo no se abre como foto. Sirve un JPEG, PNG o WebP; tu mensaje sigue aquí.",
    ),
    "photo.damaged": (
        "That photo is damaged or was cut short. Please send it again; your message is still here.",
        "Esa foto está dañada o llegó cortada. Envíala de nuevo, por favor; tu mensaje sigue aquí.",
    ),
    "photo.heic": (
        "That is an iPhone's HEIC file, which I cannot open. Send it as JPEG; your message is still here.",
        "Es un archivo HEIC de iPhone y no puedo abrirlo. Envíalo como JPEG; tu mensaje sigue aquí.",
    ),
    "photo.svg": (
        "SVG is a drawing and not a photo. A JPEG, PNG or WebP will do; your message is still here.",
        "SVG es un dibujo y no una foto. Sirve un JPEG, PNG o WebP; tu mensaje sigue aquí.",
    ),
    "photo.explicit": (
        "I did not look at that photo: it may show nudity. Take it out, or choose another.",
        "No he mirado esa foto: puede mostrar desnudez. Quítala o elige otra.",
    ),
    "photo.too_big": (
        "That photo is too big for me. A smaller copy will do; your message is still here.",
        "Esa foto es demasiado grande. Sirve una copia más pequeña; tu mensaje sigue aquí.",
    ),
    "photo.empty": (
        "That photo is an empty file. Please choose another; your message is still here.",
        "Esa foto es un archivo vacío. Elige otra, por favor; tu mensaje sigue aquí.",
    ),
    # one turn
    "understanding": ("Understanding", "Entendiendo"),
    "looking": ("Looking", "Mirando"),
    "choosing": ("Choosing", "Eligiendo"),
    "advising": ("Advising", "Aconsejando"),
    "seen": ("What I see: {caption}.", "Lo que veo: {caption}."),
    "seconds": ("{seconds} s", "{seconds} s"),
    "milliseconds": ("{milliseconds} ms", "{milliseconds} ms"),
    "stopped": ("Stopped. Ask again whenever you like.", "Detenido. Pregunta de nuevo cuando quieras."),
    "notice.other": (
        "The model you chose is not answering just now, so another one has taken over.",
        "El modelo elegido no responde ahora, así que contesta otro.",
    ),
    "notice.blind": (
        "The pictures were too much for the model, so it answers from the words alone.",
        "Las fotos eran demasiado para el modelo, así que contesta solo a partir de las palabras.",
    ),
    "notice.composed": (
        "No language model is answering just now: this comes straight from the pieces' cards.",
        "Ahora no responde ningún modelo de lenguaje: esto sale directamente de las fichas.",
    ),
    "model_failed": (
        "The answering model did not manage. Please try again, or switch to another one above.",
        "El modelo que responde no ha podido. Inténtalo de nuevo o elige otro arriba.",
    ),
    "failed": (
        "Something went wrong on our side, and nothing you wrote is lost. Please try again in a moment.",
        "Algo ha fallado por nuestra parte; nada de lo que escribiste se ha perdido. Inténtalo de nuevo.",
    ),
    # the rail of pieces
    "featured": ("From the shop", "De la tienda"),
    "featured.how": ("{count} pieces in {kinds} categories", "{count} prendas en {kinds} categorías"),
    "matches": ("For you", "Para ti"),
    "matches.count": ("{found} of {wanted} found", "Resultados: {found} de {wanted}"),
    "like": ("More like", "Parecidas a"),
    "moment": ("One moment", "Un momento"),
    "moment.how": ("I am looking through the shop", "Estoy mirando en la tienda"),
    "nothing": ("Nothing quite like that", "Nada parecido"),
    "nothing.how": (
        "No piece in the shop fits. Another colour or other words may.",
        "Ninguna prenda de la tienda encaja. Prueba otro color u otras palabras.",
    ),
    "not_carried": ("Not in this shop", "No lo tenemos"),
    "not_carried.how": ("We do not carry that. What we do have:", "Eso no lo vendemos. Lo que sí tenemos:"),
    "offer.said": ("Show me: {kind}", "Enséñame: {kind}"),
    "sample": ("sample", "de muestra"),
    "sample.why": ("Price invented for this demonstration", "Precio inventado para esta demostración"),
    "detail.none": ("Choose a piece to see it closer", "Elige una prenda para verla de cerca"),
    "gallery": ("Pieces", "Prendas"),
    # the places for pieces, and what can be done with each
    "slot": ("{kind} {number} of {of}", "{kind} {number} de {of}"),
    "slot.none": ("Nothing in the shop fits here", "Nada de la tienda encaja aquí"),
    "slot.only": ("That is all we have: {count}", "No tenemos más: {count}"),
    "nearest": ("nearest we have to {colour}", "lo más cercano al {colour}"),
    "keep": ("Keep", "Guardar"),
    "why": ("Why", "Por qué"),
    "why.long": ("Why this piece", "Por qué esta prenda"),
    "more": ("More", "Más"),
    "more.long": ("More like this", "Más como esta"),
    "more.said": ("More like this: {title}", "Más como esta: {title}"),
    "less": ("Less", "Menos"),
    "less.long": ("Less like this", "Menos como esta"),
    "why.words": ("What each word adds to the score", "Lo que aporta cada palabra"),
    "why.score": ("Score {score} of 1.", "Puntuación {score} de 1."),
    "why.map": ("Yellow on the picture: where the model looked.", "En amarillo: donde miró el modelo."),
    "why.photo": ("It also looks like your photo.", "También se parece a tu foto."),
    "photo.gone": (
        "The picture of this piece is gone from the shop's disk.",
        "La foto de esta prenda ya no está en el disco de la tienda.",
    ),
    # what was understood and assumed, to be changed
    "assumed": ("What I understood; change it", "Lo que entendí; cámbialo"),
    "how_many": ("How many", "Cuántas"),
    "whom": ("For whom", "Para quién"),
    "anyone": ("for anyone · change", "para cualquiera · cambiar"),
    "remove": ("Without: {what}", "Sin: {what}"),
    "avoid": ("not {colour}", "no {colour}"),
    # the panel that steers
    "refine": ("Refine", "Afinar"),
    "filter.category": ("Kind", "Tipo"),
    "filter.colour": ("Colour", "Color"),
    "filter.gender": ("For", "Para"),
    "filter.usage": ("Occasion", "Ocasión"),
    "filter.price": ("Price", "Precio"),
    "any": ("Any", "Cualquiera"),
    "up_to": ("up to €{price}", "hasta {price} €"),
    "reset": ("Clear all", "Quitar todo"),
    "words": ("Words", "Palabras"),
    "photo": ("Photo", "Foto"),
    "balance": ("Weight of the photo beside the words", "Peso de la foto frente a las palabras"),
    "balance.how": (
        "Send a photo with words to weigh one against the other.",
        "Envía una foto con palabras para dar más peso a una u otras.",
    ),
    "strategy": ("Ranked by", "Ordenadas por"),
    "strategy.mean": ("one vector", "un vector"),
    "strategy.max": ("best vector", "mejor vector"),
    "strategy.max+itm": ("and matching head", "y emparejamiento"),
    "measured": (
        "Measured on {on}: share of titles whose picture is among the first ten.",
        "Medido con {on}: parte de los títulos cuya foto está entre las diez primeras.",
    ),
    "held_out": ("{count} held-out products", "{count} productos que no vio al entrenarse"),
    "unmeasured": (
        "This encoder brings no measured figures; python -m app.cli.evaluate makes them.",
        "Este codificador no trae cifras medidas; python -m app.cli.evaluate las calcula.",
    ),
    # the views of the rail
    "views": ("Views", "Vistas"),
    "view.pieces": ("Pieces", "Prendas"),
    "view.outfit": ("Outfit", "Conjunto"),
    "view.compare": ("Compare", "Comparar"),
    "view.inside": ("Inside", "Por dentro"),
    "view.map": ("Map", "Mapa"),
    "board": ("An outfit", "Un conjunto"),
    "outfit.title": ("Your outfit", "Tu conjunto"),
    "outfit.how": ("The pieces that you kept", "Las prendas que has guardado"),
    "outfit.none": (
        "Keep a piece with its heart and it comes here.",
        "Guarda una prenda con su corazón y vendrá aquí.",
    ),
    "outfit.ask": ("Do these go together?", "¿Combinan estas prendas?"),
    "outfit.export": ("Save as a picture", "Guardar como imagen"),
    "outfit.undo": ("Undo", "Deshacer"),
    "outfit.clear": ("Clear", "Vaciar"),
    "compare.title": ("Which is better?", "¿Cuál es mejor?"),
    "compare.how": (
        "Two answers to the same pieces; who wrote which, after your vote",
        "Dos respuestas a las mismas prendas; de quién es cada una, tras tu voto",
    ),
    "compare.alone": (
        "Only one can answer here: the advice composed without a model. Add another to see both together:",
        "Aquí solo hay una respuesta: el consejo compuesto sin modelo. Añade otro y se verán lado a lado:",
    ),
    "compare.add.gguf": (
        "a model on this machine, such as Mistral or LLaVA: ARMARIO_GGUF=/path/to/model.gguf",
        "un modelo en esta máquina, como Mistral o LLaVA: ARMARIO_GGUF=/ruta/al/modelo.gguf",
    ),
    "compare.add.server": (
        "a server of your own (vLLM, llama-server): ARMARIO_SERVER_URL=http://127.0.0.1:8000/v1",
        "un servidor propio (vLLM, llama-server): ARMARIO_SERVER_URL=http://127.0.0.1:8000/v1",
    ),
    "compare.add.gemini": (
        "Gemini: ARMARIO_GEMINI_KEY, and then python -m app",
        "Gemini: ARMARIO_GEMINI_KEY, y después python -m app",
    ),
    "compare.first": (
        "Ask for something first; the answers are about what was found.",
        "Pide algo primero; las respuestas tratan de lo encontrado.",
    ),
    "compare.start": ("Ask both", "Preguntar a los dos"),
    "compare.again": ("Ask both again", "Preguntar otra vez"),
    "compare.vote": ("{letter} is better", "Mejor {letter}"),
    "compare.failed": ("This one did not manage to answer.", "Este no ha podido responder."),
    "compare.composed": ("Composed, no model", "Compuesto, sin modelo"),
    "compare.who": ("Who", "Quién"),
    "compare.seconds": ("Time", "Tiempo"),
    "compare.tokens": ("Pieces streamed (≈ tokens)", "Trozos recibidos (≈ tokens)"),
    "compare.cost": ("Cost", "Coste"),
    "compare.sent": ("Bytes that left the machine", "Bytes que han salido"),
    "compare.free": ("none, it ran here", "ninguno, se ejecutó aquí"),
    "compare.billed": ("as its provider bills it", "lo que cobre su proveedor"),
    "inside.title": ("Inside", "Por dentro"),
    "inside.how": ("How these pieces were found", "Cómo se encontraron estas prendas"),
    "inside.none": ("Ask for something to see how it was found.", "Pide algo para ver cómo se encontró."),
    "inside.nobody": ("Nothing was looked for.", "No se buscó nada."),
    "inside.wish": ("The wish, as it was read", "El deseo, tal como se leyó"),
    "inside.times": ("Where the time went", "En qué se fue el tiempo"),
    "inside.candidates": (
        "Candidates, and how each way scores them",
        "Candidatas, y cómo las puntúa cada método",
    ),
    "inside.models": ("Models", "Modelos"),
    "inside.item": ("Piece", "Prenda"),
    "inside.likeness": ("likeness", "parecido"),
    "map.title": ("The shop on a map", "El mapa"),
    "map.how": ("What looks alike lies together", "Lo que se parece está junto"),
    "map.wait": (
        "Drawing the map. It is made once for a catalogue and kept.",
        "Dibujando el mapa. Se hace una vez por catálogo y se guarda.",
    ),
    "map.none": ("This shop has no map yet.", "Esta tienda aún no tiene mapa."),
    "map.show": ("Show the map", "Ver el mapa"),
    "map.name": (
        "Map of {count} pieces: arrow keys go from point to point, Enter finds more like it",
        "Mapa de {count} prendas: las flechas van de punto en punto, Intro busca parecidas",
    ),
    # the tour
    "tour": ("Take the tour: six scenes, recorded", "Haz la visita: seis escenas grabadas"),
    "tour.scene": ("{number} of {of}: {name}", "{number} de {of}: {name}"),
    "tour.recorded": ("recorded on {day}", "grabado el {day}"),
    "tour.live": ("live", "en directo"),
    "tour.run": ("Run it live", "En directo"),
    "tour.back": ("Previous scene", "Escena anterior"),
    "tour.on": ("Next scene", "Escena siguiente"),
    "tour.end": ("End the tour", "Terminar la visita"),
    "tour.words": ("words", "palabras"),
    "tour.photo": ("a photo", "una foto"),
    "tour.both": ("photo and words", "foto y palabras"),
    "tour.counted": ("so many of each", "tantas de cada"),
    "tour.occasion": ("an occasion", "una ocasión"),
    "tour.missing": ("what we do not have", "lo que no tenemos"),
    "recorded": ("Recorded", "Grabado"),
    # what Gradio calls its own parts, mostly read aloud: in the browser's language, or in English alone
    "part.chat": ("chatbot conversation", "Conversación"),
    "part.example": ("Select example", "Elegir el ejemplo"),
    "part.said": ("user's message", "Mensaje del cliente"),
    "part.answer": ("bot's message", "Respuesta"),
    "part.copy": ("Copy message", "Copiar el mensaje"),
    "part.edit": ("Edit", "Editar"),
    "part.retry": ("Retry", "Reintentar"),
    "part.undo": ("Undo", "Deshacer"),
    "part.cancel": ("Cancel", "Cancelar"),
    "part.submit": ("Submit", "Enviar"),
    "part.upload": ("Upload a file", "Añadir un archivo"),
    "part.box": ("Multimedia input field", "Campo del mensaje"),
    "part.drop": ("Click to upload or drop files", "Haz clic o suelta archivos"),
    "part.clear": ("Clear", "Limpiar"),
    "a_photo": ("a photo", "una foto"),
    "kind_of_file": (
        "Only a photo can be added here: a JPEG, PNG or WebP.",
        "Aquí solo se puede añadir una foto: JPEG, PNG o WebP.",
    ),
    # what has left the machine
    "sent": ("{count} bytes sent", "{count} bytes enviados"),
    "sent.why": (
        "Counted: what the language models of this page have sent to other machines since it was started",
        "Contado: lo que los modelos de esta página han enviado a otras máquinas desde que se inició",
    ),
    # what the shop's data says about a piece
    "for.men": ("for men", "para hombre"),
    "for.women": ("for women", "para mujer"),
    "for.boys": ("for boys", "para niño"),
    "for.girls": ("for girls", "para niña"),
    "for.kids": ("for children", "para niños"),
    "casual": ("casual", "informal"),
    "formal": ("formal", "formal"),
    "sports": ("sports", "deporte"),
    "party": ("party", "fiesta"),
    "men": ("Men", "Hombre"),
    "women": ("Women", "Mujer"),
    "boys": ("Boys", "Niño"),
    "girls": ("Girls", "Niña"),
    "unisex": ("Unisex", "Unisex"),
}


def say(key: str, language: Language, **values: object) -> str:
    """The string called ``key``, with its blanks filled. An unknown key is a KeyError."""
    return WORDS[key][LANGUAGES.index(language)].format(**values)


def backend(label: str, language: Language) -> str:
    """Who answers, as the page calls it: a name, or a word in the page's language."""
    return say(f"backend.{label}", language) if f"backend.{label}" in WORDS else label


def both(key: str) -> str:
    """The string in every language, for whoever has not said which."""
    return " / ".join(WORDS[key])
