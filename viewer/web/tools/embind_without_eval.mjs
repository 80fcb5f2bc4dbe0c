// Emscripten's embind makes its functions from text (new Function), which our Content-Security-Policy forbids as any
// strict one does: the transcoder of Basis failed, and with it every model with KTX2 textures. The same two functions
// as closures; emscripten writes them so itself when asked (-sDYNAMIC_EXECUTION=0), three.js did not ask.

const kInvoker = `function (...given) {
  if (given.length !== argCount - 2) {
    throwBindingError('function ' + humanName + ' called with ' + given.length + ' arguments, expected ' + (argCount - 2));
  }
  const destructors = needsDestructorStack ? [] : null;
  const first = isClassMethodFunc ? 1 : 2; // of argTypes: what C++ is given
  const wired = argTypes.slice(first).map((type, i) => type.toWireType(destructors, i + first === 1 ? this : given[i + first - 2]));
  const answer = cppInvokerFunc(cppTargetFunc, ...wired);
  if (needsDestructorStack) {
    runDestructors(destructors);
  } else {
    argTypes.slice(first).forEach((type, i) => type.destructorFunction?.(wired[i]));
  }
  return returns ? argTypes[0].fromWireType(answer) : undefined;
}`;

const kMethodCaller = `(object, callee, destructorsRef, at) => {
  const given = types.map((type) => {
    const value = type.readValueFromPointer(at);
    at += type.argPackAdvance;
    return value;
  });
  const answer = kind === 1 ? new callee(...given) : callee.call(kind === 0 ? object : given.shift(), ...given);
  return retType.isVoid ? undefined : emval_returnValue(retType, destructorsRef, answer);
}`;

const kPlaces = [
  [
    'let[args,invokerFnBody]=createJsInvoker(argTypes,isClassMethodFunc,returns,isAsync);args.push(invokerFnBody);var invokerFn=newFunc(Function,args)(...closureArgs);',
    `var invokerFn=${kInvoker};`,
  ],
  ['var invokerFunction=newFunc(Function,params)(...args);', `var invokerFunction=${kMethodCaller};`],
];

/** The script of a library made by embind, without functions made of text. Throws when a new version looks different. */
export function embindWithoutEval(code) {
  const out = kPlaces.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) {
      throw new Error('embind makes its functions otherwise: see tools/embind_without_eval.mjs');
    }
    return text.replace(from, () => to);
  }, code);
  if (/newFunc\(Function|\beval\(|new Function\(/.test(out)) {
    throw new Error('the script still makes functions of text: see tools/embind_without_eval.mjs');
  }
  return out;
}
