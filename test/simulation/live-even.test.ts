import { promisesHold } from "./halves.ts";

promisesHold("even");
