import type { Reporter, TestModule } from 'vitest/node';

/** Says at the end what was skipped and why (a skipped test's name holds its reason), and the counts on a line. */
export function summary(): Reporter {
  return {
    onTestRunEnd(modules) {
      const tests = modules.flatMap((module) => [...module.children.allTests()]);
      const count = (state: string) => tests.filter((test) => test.result().state === state).length;
      const skipped = skippedOf(modules);
      if (skipped.length > 0) process.stdout.write(`\nSkipped here:\n${skipped.join('\n')}\n`);
      process.stdout.write(
        `\n${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped\n`,
      );
    },
  };
}

function skippedOf(modules: readonly TestModule[]): string[] {
  return modules.flatMap((module) =>
    [...module.children.allTests('skipped')].map((test) => `  ${module.relativeModuleId}: ${test.fullName}`),
  );
}
