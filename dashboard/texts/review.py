"""Review beyond its lines: the picture, its boxes and the keyboard, in English and German."""

EN: dict[str, str] = {
    "review.photo_of": "Photo, {day}",
    "review.keys": "With the keyboard: 1 to 9 picks a food, Enter takes the line.",
    "review.box.ask": "Look at {name}",
    "review.box.in": "{name} is in the pantry",
    "review.box.aside": "{name} is left out",
    "review.read_anew": "Read anew. In the pantry it is {name}, {amount}; taking this corrects it.",
    "review.draw": "Something is missing",
    "review.draw_end": "Stop drawing",
    "review.draw_how": "Draw a box around it, with a finger or the mouse.",
}

DE: dict[str, str] = {
    "review.photo_of": "Foto, {day}",
    "review.keys": "Mit der Tastatur: 1 bis 9 wählt, Enter nimmt die Zeile.",
    "review.box.ask": "{name} ansehen",
    "review.box.in": "{name} ist im Vorrat",
    "review.box.aside": "{name} bleibt draußen",
    "review.read_anew": "Neu gelesen. Im Vorrat steht {name}, {amount}; übernimmst du das, wird es berichtigt.",
    "review.draw": "Etwas fehlt",
    "review.draw_end": "Nicht mehr zeichnen",
    "review.draw_how": "Zieh mit Finger oder Maus einen Rahmen darum.",
}
