import { parseSync } from "oxc-parser";

/** One small change of a source text: `start` to `end` (UTF-16 offsets) becomes `replacement`. */
export interface Mutant {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** 1-based. */
  readonly line: number;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** A node of the ESTree that oxc-parser returns; its fields depend on `type`. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** Replacement of each operator: the inclusive or exclusive bound, the opposite, or the inverse operation. */
const SWAPPED: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "===": "!==",
  "!==": "===",
  "-": "+",
  "*": "/",
  "/": "*",
};

/** TypeScript nodes that wrap a value. Other TS nodes are types, which have no effect at run time. */
const VALUE_WRAPPERS = new Set(["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression"]);

/**
 * Returns all mutants of a TypeScript text in the order of their positions. Throws if the text does not parse.
 *
 * @example
 * mutantsOf("a.ts", "export const isBig = (n: number) => n > 9;"); // n >= 9, n > 10, n > 8
 */
export function mutantsOf(path: string, text: string): readonly Mutant[] {
  const { program, errors } = parseSync(path, text);
  if (errors[0] !== undefined) throw new Error(`${path} does not parse: ${errors[0].message}`);
  const edits: Edit[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isNode(value) || value.type === "ImportDeclaration") return;
    if (value.type.startsWith("TS") && !VALUE_WRAPPERS.has(value.type)) return;
    edits.push(...editsOf(value, text));
    Object.values(value).forEach(visit);
  };
  visit(program);
  return edits
    .map((edit) => ({ ...edit, line: text.slice(0, edit.start).split("\n").length }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Returns the text with one mutant applied. */
export function applyMutant(text: string, { start, end, replacement }: Mutant): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** Describes the changed code before and after on one line: "a < b → a <= b". */
export function describeMutant(text: string, { start, end, replacement }: Mutant): string {
  return `${oneLine(text.slice(start, end))} → ${oneLine(replacement)}`;
}

function oneLine(code: string): string {
  const line = code.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line || "(removed)";
}

function editsOf(node: Node, text: string): Edit[] {
  const code = (part: Node): string => text.slice(part.start, part.end);
  const replace = (replacement: string): Edit => ({
    start: node.start,
    end: node.end,
    replacement,
  });
  const { left, right, test, argument, operator } = node;
  switch (node.type) {
    case "LogicalExpression":
      if (!isNode(left) || !isNode(right)) return [];
      return operator === "??"
        ? [replace(code(left))]
        : [replace(code(left)), replace(code(right))];
    case "BinaryExpression": {
      if (!isNode(left) || !isNode(right)) return [];
      if (operator === "+") return [replace(code(left)), replace(code(right))];
      const swapped = SWAPPED[String(operator)];
      if (swapped === undefined) return [];
      const between = text.slice(left.end, right.start).replace(String(operator), swapped);
      return [replace(code(left) + between + code(right))];
    }
    case "UnaryExpression":
      return operator === "!" && isNode(argument) ? [replace(code(argument))] : [];
    case "IfStatement":
    case "ConditionalExpression":
      return isNode(test) && !isMutatedItself(test)
        ? [{ start: test.start, end: test.end, replacement: `!(${code(test)})` }]
        : [];
    case "ExpressionStatement":
      return isCall(node["expression"]) ? [replace(";")] : [];
    case "Literal":
      return numbersBeside(node).map((number) => replace(String(number)));
    case "MemberExpression":
      if (code(node) === "Math.min") return [replace("Math.max")];
      return code(node) === "Math.max" ? [replace("Math.min")] : [];
    default:
      return [];
  }
}

/** Returns whether negating this condition has the same effect as the mutant of its own operator: `!`, `===` or `!==`. */
function isMutatedItself({ type, operator }: Node): boolean {
  if (type === "UnaryExpression") return operator === "!";
  return type === "BinaryExpression" && (operator === "===" || operator === "!==");
}

function numbersBeside({ value }: Node): number[] {
  if (typeof value !== "number") return [];
  return value >= 1 ? [value + 1, value - 1] : [value + 1];
}

function isCall(value: unknown): boolean {
  if (!isNode(value)) return false;
  return value.type === "AwaitExpression"
    ? isCall(value["argument"])
    : value.type === "CallExpression";
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}
