// WebDriver's code points for keys that are no characters (https://www.w3.org/TR/webdriver2/#keyboard-actions).
const codes = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
  Meta: '\uE03D',
};

const codeOf = key => {
  const code = codes[key] ?? (key.length === 1 ? key : undefined);
  if (code === undefined) throw new Error(`The key "${key}" is not known; add it to scripts/webkit-page.mjs`);
  return code;
};

const buttons = {left: 0, middle: 1, right: 2};

/** A WebDriver session with the face that web-test-runner's commands expect of a Playwright page. */
export const createWebKitPage = driver => {
  const keys = actions => driver.performActions([{type: 'key', id: 'keyboard', actions}]);
  const pointer = actions => driver.performActions([{type: 'pointer', id: 'mouse', parameters: {pointerType: 'mouse'}, actions}]);
  const size = () => driver.execute('return [window.innerWidth, window.innerHeight, window.outerWidth, window.outerHeight]');

  const painted = () => driver.executeAsync('const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))');

  const keyboard = {
    down: key => keys([{type: 'keyDown', value: codeOf(key)}]),
    up: key => keys([{type: 'keyUp', value: codeOf(key)}]),
    press: combination => {
      const values = (combination === '+' ? ['+'] : combination.split('+')).map(codeOf);
      return keys([...values.map(value => ({type: 'keyDown', value})), ...values.reverse().map(value => ({type: 'keyUp', value}))]);
    },
    type: text =>
      keys(
        [...text].flatMap(value => [
          {type: 'keyDown', value},
          {type: 'keyUp', value},
        ]),
      ),
  };

  const mouse = {
    move: (x, y) => pointer([{type: 'pointerMove', duration: 0, x, y}]),
    down: ({button = 'left'} = {}) => pointer([{type: 'pointerDown', button: buttons[button]}]),
    up: ({button = 'left'} = {}) => pointer([{type: 'pointerUp', button: buttons[button]}]),
    async click(x, y, options) {
      await mouse.move(x, y);
      await mouse.down(options);
      await mouse.up(options);
    },
  };

  /** Makes the page itself (not the window around it) this large, in CSS pixels; rejects when the window will not follow. */
  const setViewportSize = async ({width, height}) => {
    let seen = [];
    for (let attempt = 0; attempt < 40; attempt++) {
      seen = await size();
      const [innerWidth, innerHeight, outerWidth, outerHeight] = seen;
      if (innerWidth === width && innerHeight === height) return painted();
      // The window follows a moment after the request, so the request is repeated only now and then.
      if (attempt % 10 === 0) await driver.setWindowRect(null, null, width + outerWidth - innerWidth, height + outerHeight - innerHeight);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`The WebKit window stays at ${seen.slice(0, 2).join(' × ')}, ${width} × ${height} was asked for`);
  };

  return {keyboard, mouse, setViewportSize};
};
