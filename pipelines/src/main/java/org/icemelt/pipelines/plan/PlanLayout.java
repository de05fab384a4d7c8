package org.icemelt.pipelines.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkBendPoint;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.icemelt.pipelines.plan.Picture.Box;
import org.icemelt.pipelines.plan.Picture.Kind;
import org.icemelt.pipelines.plan.Picture.Line;
import org.icemelt.pipelines.plan.Picture.Point;
import org.icemelt.pipelines.plan.Picture.Text;
import org.icemelt.pipelines.stage.Stage;

/** Finds a place for each box and a way for each link: ELK's layered layout, from top to bottom. */
final class PlanLayout {
  private static final double MARGIN = 20;
  private static final double BOX_HEIGHT = 26;
  private static final double BOX_PADDING = 10;
  private static final Palette FRAME = new Palette("#ffffff", "#9aa5ae");
  private static final Palette GROUP = new Palette("#f6f8fa", "#9aa5ae");

  private final List<Box> boxes = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private final List<Text> texts = new ArrayList<>();

  private PlanLayout() {}

  static Picture of(Plan plan) {
    return new PlanLayout().draw(plan);
  }

  private Picture draw(Plan plan) {
    double top = key();
    double x = MARGIN;
    double bottom = top;
    for (int i = 0; i < plan.pipelines().size(); i++) {
      List<Branch> branches = i == 0 ? plan.datasets() : List.of();
      ElkNode frame = pipeline(plan.pipelines().get(i), branches, i, x, top);
      x += frame.getWidth() + MARGIN;
      bottom = Math.max(bottom, top + frame.getHeight());
    }
    double right = texts.stream().mapToDouble(PlanLayout::end).max().orElse(0) + MARGIN;
    return new Picture(Math.max(x, right), bottom + MARGIN, boxes, lines, texts);
  }

  /** The colours and what they mean; returns where the rest begins. */
  private double key() {
    double x = MARGIN;
    double side = BOX_HEIGHT / 2;
    double baseline = MARGIN + side / 2 + Picture.FONT_SIZE * 0.35;
    for (Stage stage : Stage.values()) {
      boxes.add(
          new Box("key/" + stage, Kind.KEY, "", "", Palette.of(stage), x, MARGIN, side, side));
      Text word = new Text(stage.word(), x + side + 5, baseline);
      texts.add(word);
      x = end(word) + MARGIN;
    }
    texts.add(new Text("dashed: waits until all of it is there", x, baseline));
    return MARGIN + side + MARGIN;
  }

  private static double end(Text text) {
    return text.x() + TextWidth.of(text.words(), Picture.FONT_SIZE);
  }

  private ElkNode pipeline(
      PlanGraph graph, List<Branch> branches, int number, double left, double top) {
    ElkNode root = ElkGraphUtil.createGraph();
    root.setProperty(LayeredOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
    arrange(root);
    String prefix = "p" + number + "/";
    Map<String, ElkNode> nodes = new HashMap<>();
    Map<String, ElkNode> groups = new HashMap<>();
    for (Step step : graph.steps()) {
      ElkNode parent = step.group() == null ? root : group(step.group(), root, groups);
      nodes.put(step.id(), node(parent, step.label()));
    }
    Map<String, ElkNode> datasets = new HashMap<>();
    for (Branch branch : branches) {
      ElkNode node = node(root, branch.dataset());
      datasets.put(branch.dataset(), node);
      ElkGraphUtil.createSimpleEdge(node, nodes.get(graph.steps().get(0).id()));
    }
    List<ElkEdge> edges = new ArrayList<>();
    for (Link link : graph.links()) {
      edges.add(ElkGraphUtil.createSimpleEdge(nodes.get(link.from()), nodes.get(link.to())));
    }
    layout(root);

    Point origin = new Point(left, top);
    boxes.add(box(prefix, Kind.PIPELINE, graph.title(), "", FRAME, root, origin));
    groups.forEach(
        (id, node) ->
            boxes.add(box(prefix + id, Kind.GROUP, StepName.words(id), id, GROUP, node, origin)));
    for (Step step : graph.steps()) {
      Palette palette = Palette.of(step.stage());
      ElkNode node = nodes.get(step.id());
      boxes.add(
          box(
              prefix + step.id(),
              Kind.STEP,
              step.label(),
              Tooltip.of(step),
              palette,
              node,
              origin));
    }
    for (Branch branch : branches) {
      String id = "dataset/" + branch.dataset();
      ElkNode node = datasets.get(branch.dataset());
      boxes.add(
          box(
              id,
              Kind.DATASET,
              branch.dataset(),
              Tooltip.of(branch),
              Palette.DATASET,
              node,
              origin));
      lines.add(
          line(
              id,
              prefix + graph.steps().get(0).id(),
              false,
              node.getOutgoingEdges().get(0),
              origin));
    }
    for (int i = 0; i < edges.size(); i++) {
      Link link = graph.links().get(i);
      lines.add(line(prefix + link.from(), prefix + link.to(), link.side(), edges.get(i), origin));
    }
    return root;
  }

  private static void arrange(ElkNode graph) {
    graph.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    graph.setProperty(LayeredOptions.DIRECTION, Direction.DOWN);
    graph.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    graph.setProperty(LayeredOptions.RANDOM_SEED, 1);
    graph.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.PREFER_NODES);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE, 18.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE, 10.0);
    graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 22.0);
    graph.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 10.0);
    graph.setProperty(LayeredOptions.PADDING, new ElkPadding(Picture.TITLE_HEIGHT + 8, 14, 14, 14));
  }

  private static ElkNode group(String id, ElkNode root, Map<String, ElkNode> groups) {
    return groups.computeIfAbsent(
        id,
        name -> {
          ElkNode group = ElkGraphUtil.createNode(root);
          arrange(group);
          return group;
        });
  }

  private static ElkNode node(ElkNode parent, String label) {
    ElkNode node = ElkGraphUtil.createNode(parent);
    double width = TextWidth.of(label, Picture.FONT_SIZE) + 2 * BOX_PADDING;
    node.setDimensions(Math.ceil(width), BOX_HEIGHT);
    return node;
  }

  private static synchronized void layout(ElkNode root) {
    LayoutMetaDataService.getInstance()
        .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
  }

  private static Box box(
      String id,
      Kind kind,
      String label,
      String tooltip,
      Palette palette,
      ElkNode node,
      Point origin) {
    Point at = absolute(node, origin);
    return new Box(
        id, kind, label, tooltip, palette, at.x(), at.y(), node.getWidth(), node.getHeight());
  }

  private static Line line(String from, String to, boolean dashed, ElkEdge edge, Point origin) {
    Point offset = absolute(edge.getContainingNode(), origin);
    List<Point> points = new ArrayList<>();
    for (ElkEdgeSection section : edge.getSections()) {
      points.add(new Point(offset.x() + section.getStartX(), offset.y() + section.getStartY()));
      for (ElkBendPoint bend : section.getBendPoints()) {
        points.add(new Point(offset.x() + bend.getX(), offset.y() + bend.getY()));
      }
      points.add(new Point(offset.x() + section.getEndX(), offset.y() + section.getEndY()));
    }
    return new Line(from, to, dashed, points);
  }

  private static Point absolute(ElkNode node, Point origin) {
    double x = origin.x();
    double y = origin.y();
    for (ElkNode at = node; at != null && at.getParent() != null; at = at.getParent()) {
      x += at.getX();
      y += at.getY();
    }
    return new Point(x, y);
  }
}
