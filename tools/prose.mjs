/** Finds sentences that hide their subject: they begin with "What", "Who", "Of", "So many", "So much", or "That" and a verb. */

const opening =
  'What|Who|Of|So many|So much|That (?:is|was|has|had|can|would|costs|gives|keeps|lets|makes|means|saves|takes)'

/** Strings, templates and regular expressions, which may contain text that looks like a comment, and comments themselves. */
const tokens =
  /(?<comment>\/\*[^]*?\*\/|(?:\/\/[^\n]*(?:\n[ \t]*(?=\/\/))?)+)|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[^]|[^`\\])*`|(?<=(?:^|[(,=:[!&|?{};>]|\breturn)\s*)\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/*\\\n[])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\/[a-z]*/gm

/** The sentences in the comments of a source file that begin with one of these words. */
export function hiddenSubjectsInSource(text) {
  const comments = [...text.matchAll(tokens)]
    .map(({ groups }) => groups.comment)
    .filter((comment) => comment !== undefined)
  return comments.flatMap((comment) => {
    const prose = comment.replaceAll(/^[ \t]*(?:\/\*+|\/\/+|\*\/|\*)|\*\/$/gm, '')
    return hiddenSubjects(prose, /\n\s*\n|(?<=\n)\s*(?=[-|]|@\w)/, /^@\w+\s*(?:\{[^}]*\}\s*)?/)
  })
}

/** The sentences of a Markdown file that begin with one of these words. A question may. */
export function hiddenSubjectsInMarkdown(text) {
  const prose = text.replaceAll(/^ *```[^]*?^ *```|<!--[^]*?-->/gm, '')
  const blocks = /\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.|#+|>|\|)\s)|\s*\|\s*/
  return hiddenSubjects(prose, blocks, /^(?:[-*+>]|\d+\.|#+)\s+/).filter((sentence) => !sentence.endsWith('?'))
}

/** `blocks` separates blocks, such as paragraphs and list items. `marker` is the text that may stand before a block. */
function hiddenSubjects(prose, blocks, marker) {
  return prose.split(blocks).flatMap((block) => {
    const words = block
      .trim()
      .replace(marker, '')
      .replaceAll(/`[^`]*`/g, '``')
      .replaceAll(/\s+/g, ' ')
      .trim()
    const sentences = new RegExp(`(?:^|(?<=[.!?][)"*_]* ))(?:[("*_]*)(?:${opening})\\b.*?(?:[.!?](?= |$)|$)`, 'g')
    return words.match(sentences) ?? []
  })
}
