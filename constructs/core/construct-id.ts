/** Makes a construct's id from any text. Illegal characters become their codes, so that no two texts share an id. */
export function constructId(text: string): string {
  return text.replace(/[^a-zA-Z0-9]/g, (character) => `-${character.charCodeAt(0).toString(16)}`);
}
