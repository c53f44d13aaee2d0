// What every page runs. Pages work without it; it makes them quicker and safer.

import { start as answers } from "./answers.js";
import { start as kept } from "./kept.js";
import { start as moving } from "./moving.js";
import { start as ordering } from "./ordering.js";
import { start as page } from "./page.js";
import { start as terms } from "./terms.js";

page();
ordering();
kept();
answers();
terms();
moving();
