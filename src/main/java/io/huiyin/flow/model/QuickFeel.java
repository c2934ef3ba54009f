package io.huiyin.flow.model;

import camundajar.impl.scala.collection.immutable.$colon$colon;
import camundajar.impl.scala.collection.immutable.List;
import camundajar.impl.scala.collection.immutable.List$;
import camundajar.impl.scala.util.Either;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.function.CustomFunctionTransformer;
import org.camunda.feel.FeelEngine;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.SuccessfulEvaluationResult;
import org.camunda.feel.context.Context;
import org.camunda.feel.context.FunctionProvider;
import org.camunda.feel.context.FunctionProvider.CompositeFunctionProvider;
import org.camunda.feel.impl.interpreter.BuiltinFunctions;
import org.camunda.feel.impl.interpreter.EvalContext;
import org.camunda.feel.impl.interpreter.FeelInterpreter;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.camunda.feel.syntaxtree.ValError;
import org.camunda.feel.syntaxtree.ValFatalError;
import org.camunda.feel.valuemapper.ValueMapper;

/**
 * FEEL as Camunda brings it, which parses each cell of a table and makes all built-in functions anew whenever it asks
 * one cell: most of the time that a table took. Here both happen once. Answers are the library's own, and whatever is
 * not a plain one it gives itself.
 */
public final class QuickFeel extends ScalaFeelEngine {

  public QuickFeel() {
    super(null);
  }

  @Override
  protected FeelEngine buildFeelEngine(CustomFunctionTransformer functions, ValueMapper.CompositeValueMapper values) {
    return new Engine(functions, values);
  }

  private static final class Engine extends FeelEngine {

    private final FeelInterpreter interpreter;
    private final FunctionProvider functions;
    /** What the cells of the deployed tables say; nothing that a case brings with it. */
    private final Map<String, Either<Failure, ParsedExpression>> expressions = new ConcurrentHashMap<>();
    private final Map<String, Either<Failure, ParsedExpression>> tests = new ConcurrentHashMap<>();

    Engine(FunctionProvider functions, ValueMapper values) {
      super(functions, values, new Configuration(false), defaultClock());
      interpreter = new FeelInterpreter(values);
      List<FunctionProvider> none = List$.MODULE$.empty();
      this.functions = new CompositeFunctionProvider(
          new $colon$colon<>(new BuiltinFunctions(clock(), values), new $colon$colon<>(functions, none)));
    }

    @Override
    public Either<Failure, ParsedExpression> parseExpression(String text) {
      return expressions.computeIfAbsent(text, super::parseExpression);
    }

    @Override
    public Either<Failure, ParsedExpression> parseUnaryTests(String text) {
      return tests.computeIfAbsent(text, super::parseUnaryTests);
    }

    @Override
    public EvaluationResult evaluate(ParsedExpression expression, Context context) {
      var scope = EvalContext.create(valueMapper(), functions).merge(context);
      var value = interpreter.eval(expression.expression(), scope);
      var failures = scope.failureCollector().failures();
      return failures.isEmpty() && !(value instanceof ValError) && !(value instanceof ValFatalError)
          ? new SuccessfulEvaluationResult(valueMapper().unpackVal(value), failures)
          : super.evaluate(expression, context);
    }
  }
}
