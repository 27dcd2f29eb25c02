// What the story's people write: names, places, numbers and texts that occur
// nowhere else. Each holds a core, a run of ASCII that a search looks for, so
// that it is found with and without its accents.
import {createHash} from 'node:crypto';

const CONSONANTS = 'bcdfglmnprstvz';
const VOWELS = 'aeiou';
const SYLLABLES = 8;
const DIGITS = 14;

// Bytes that follow from the seed alone.
function stream(seed, label) {
  return createHash('sha512').update(`enlace/byte-search/${seed}/${label}`).digest();
}

function word(seed, label) {
  const bytes = stream(seed, label);
  let text = '';
  for (let i = 0; i < SYLLABLES; ++i) {
    text += CONSONANTS[bytes[2 * i] % CONSONANTS.length] + VOWELS[bytes[2 * i + 1] % VOWELS.length];
  }
  return text;
}

function digits(seed, label) {
  const bytes = stream(seed, label);
  return Array.from({length: DIGITS}, (_, i) => bytes[i] % 10).join('');
}

export class Markers {
  constructor(seed) {
    this.word = word(seed, 'sealed');
    this.stray = word(seed, 'misplaced');
    this.digits = digits(seed, 'telephone');
    this.number = digits(seed, 'file-number');
  }

  // In what is sealed: reaches its recipients, and nobody else at all.
  text(what) {
    return `Ñandú${this.word}Güereña ${what}`;
  }

  get telephone() {
    return `+52${this.digits}`;
  }

  fileNumber(which) {
    return `CI-Ñ/${this.number}/${which}`;
  }

  // Typed where only a code may stand. The first has accents, the second none.
  get misplaced() {
    const {stray} = this;
    return [`Pérez ${stray} Ibáñez Ruiz`, `Juana ${stray[0].toUpperCase()}${stray.slice(1)} Perez`];
  }

  get cores() {
    return {...this.sealedCores, misplaced: this.stray};
  }

  get sealedCores() {
    return {sealed: this.word, telephone: this.digits, number: this.number};
  }
}
