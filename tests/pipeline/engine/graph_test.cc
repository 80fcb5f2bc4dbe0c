#include "pipeline/engine/graph.h"

#include <gmock/gmock.h>

namespace disan::engine {
namespace {

using ::testing::HasSubstr;

KindRegistry Kinds() {
  return KindRegistry({{"k", 1, [](const StepRun&) { return StepOutcome{}; }}});
}

Step Make(const std::string& name, std::vector<std::string> needs = {}) {
  Step step{.name = name, .kind = "k", .outputs = {{.role = "o", .path = name + ".out"}}};
  for (const std::string& needed : needs) {
    step.inputs.push_back(InputRef::FromStep("i", needed, "o"));
  }
  return step;
}

std::string ProblemsOf(const std::vector<Step>& steps) {
  const auto graph = Graph::Build(steps, Kinds());
  EXPECT_EQ(graph.ok(), graph.diagnostics.empty());
  std::string all;
  for (const Diagnostic& diagnostic : graph.diagnostics) {
    all += diagnostic.what.en + "\n";
  }
  return all;
}

TEST(Graph, OrdersEveryStepAfterWhatItNeeds) {
  const auto graph = Graph::Build({Make("c", {"b", "a"}), Make("b", {"a"}), Make("a")}, Kinds());
  ASSERT_TRUE(graph.ok());
  EXPECT_THAT(graph->order(), ::testing::ElementsAre(2, 1, 0));
  EXPECT_THAT(graph->needs(0), ::testing::ElementsAre(1, 2));
  EXPECT_THAT(graph->dependants(2), ::testing::ElementsAre(0, 1));
}

TEST(Graph, NamesACircle) {
  const std::string problems =
      ProblemsOf({Make("a"), Make("b", {"a", "d"}), Make("c", {"b"}), Make("d", {"c"})});
  EXPECT_THAT(problems, HasSubstr("in a circle"));
  EXPECT_THAT(problems, HasSubstr("b → c → d → b"));
}

TEST(Graph, StepThatNeedsItselfIsACircle) {
  EXPECT_THAT(ProblemsOf({Make("a", {"a"})}), HasSubstr("a → a"));
}

TEST(Graph, RefusesNamesAndOutputsGivenTwice) {
  EXPECT_THAT(ProblemsOf({Make("a"), Make("a")}), HasSubstr("has no name or one"));
  Step other = Make("b");
  other.outputs[0].path = "a.out";
  EXPECT_THAT(ProblemsOf({Make("a"), other}), HasSubstr("both make a.out"));
}

TEST(Graph, RefusesAnOutputInsideAnother) {
  Step outer = Make("outer");
  outer.outputs[0] = {.role = "o", .path = "web/tiles", .folder = true};
  Step inner = Make("inner");
  inner.outputs[0].path = "web/tiles/a/0.jpg";
  Step beside = Make("beside");
  beside.outputs[0].path = "web/tiles-of-b.jpg";
  EXPECT_THAT(ProblemsOf({inner, outer, beside}), HasSubstr("belongs to step “outer” alone"));
  EXPECT_EQ(ProblemsOf({outer, beside}), "");
}

TEST(Graph, RefusesPathsThatLeaveTheirFolder) {
  for (const std::string path : {"",
                                 "../a",
                                 "a/../../b",
                                 "/etc/passwd",
                                 "a/",
                                 ".",
                                 "a//b",
                                 "./a",
                                 ".disan/store/x",
                                 "a\nb"}) {
    Step writer = Make("w");
    writer.outputs[0].path = path;
    EXPECT_THAT(ProblemsOf({writer}), HasSubstr("does not lie in the output folder")) << path;
    if (!path.empty()) {
      Step reader = Make("r");
      reader.inputs = {InputRef::FromSite("i", path)};
      EXPECT_THAT(ProblemsOf({reader}), HasSubstr("does not lie in the site's folder")) << path;
    }
  }
}

TEST(Graph, RefusesInputsAndKindsThatNobodyKnows) {
  EXPECT_THAT(ProblemsOf({Make("a", {"nobody"})}), HasSubstr("which nothing makes"));
  Step wrong_role = Make("b");
  wrong_role.inputs = {InputRef::FromStep("i", "a", "other")};
  EXPECT_THAT(ProblemsOf({Make("a"), wrong_role}), HasSubstr("“other” of step “a”"));
  Step strange = Make("c");
  strange.kind = "strange";
  EXPECT_THAT(ProblemsOf({strange}), HasSubstr("“strange”"));
}

TEST(Graph, TellsEveryProblemInOneGo) {
  Step bad = Make("a", {"nobody"});
  bad.kind = "strange";
  bad.outputs[0].path = "/x";
  EXPECT_EQ(Graph::Build({bad}, Kinds()).diagnostics.size(), 3U);
}

TEST(Graph, SelectsByPartOfTheNameOrGlobWithWhatIsNeeded) {
  const auto graph = Graph::Build(
      {Make("align san"), Make("tile san", {"align san"}), Make("align Điện")}, Kinds());
  EXPECT_EQ(graph->Select(""), (std::vector<bool>{true, true, true}));
  EXPECT_EQ(graph->Select("tile"), (std::vector<bool>{true, true, false}));
  EXPECT_EQ(graph->Select("dien"), (std::vector<bool>{false, false, true}));
  EXPECT_EQ(graph->Select("align*"), (std::vector<bool>{true, false, true}));
  EXPECT_EQ(graph->Select("san*"), (std::vector<bool>{false, false, false}));
}

}  // namespace
}  // namespace disan::engine
