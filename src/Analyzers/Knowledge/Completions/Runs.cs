using System.Collections.Immutable;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Knowledge.Completions;

/// <summary>One way in which code comes to run.</summary>
/// <param name="Occasion">What sets it going.</param>
/// <param name="Site">The lambda, method group or member that is set going.</param>
/// <param name="Given">The call, event or member that it is given to; the member itself where nobody is given it.</param>
/// <param name="Way">The place that runs in the end, and the calls that lead there.</param>
internal sealed record CodeRun(Occasion Occasion, SyntaxNode Site, SyntaxNode Given, ImmutableArray<SyntaxNode> Way)
{
    /// <summary>True where it comes whenever it likes, whatever the rest of the program does.</summary>
    public bool ComesOnItsOwn => Occasion is Occasion.Cancellation or Occasion.Timer;

    /// <summary>True where the code is handed to somebody who runs it.</summary>
    public bool IsHandedOn => Occasion is not (Occasion.Here or Occasion.Caller);
}

/// <summary>Finds out how a place in the source comes to run: upwards through lambdas, local functions and private methods of the type.</summary>
internal sealed class Runs
{
    private const int MaxDepth = 6;
    private readonly ISymbol _holder;
    private readonly CancellationToken _cancellationToken;
    private readonly List<CodeRun> _result = new();
    private readonly HashSet<SyntaxNode> _seen = new();
    private bool _followsOpen;
    private bool _throughOpen;
    private ImmutableArray<SyntaxNode> _way = ImmutableArray<SyntaxNode>.Empty;

    private Runs(ISymbol holder, CancellationToken cancellationToken)
    {
        _holder = holder;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The ways in which the completion comes to run.</summary>
    /// <param name="completion">The place.</param>
    /// <param name="holder">What is completed; the method that declares a local runs it where it stands.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static IReadOnlyList<CodeRun> Of(Completion completion, ISymbol holder, CancellationToken cancellationToken)
    {
        var runs = new Runs(holder, cancellationToken);
        if (completion.Node is InvocationExpressionSyntax)
            runs.Find(completion.Node, completion.Model, 0);
        else
            runs.HandedOn(completion.Node, completion.Model, 0);
        return runs._result.GroupBy(r => (r.Site, r.Occasion)).Select(g => g.First()).ToList();
    }

    /// <summary>The ways in which a place comes to run that does something to a member of its type; also those through members that strangers can call as well.</summary>
    public static IReadOnlyList<CodeRun> Of(SyntaxNode place, ISymbol holder, SemanticModel model, CancellationToken cancellationToken)
    {
        var runs = new Runs(holder, cancellationToken) { _followsOpen = true };
        runs.Find(place, model, 0);
        return runs._result.GroupBy(r => (r.Site, r.Occasion)).Select(g => g.First()).ToList();
    }

    private void Find(SyntaxNode node, SemanticModel model, int depth)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var before = _way;
        _way = _way.Add(node);
        Look(node, model, depth);
        _way = before;
    }

    private void Look(SyntaxNode node, SemanticModel model, int depth)
    {
        if (CallShape.FunctionOf(node) is not { } function || depth > MaxDepth || Declares(function))
        {
            Add(Occasion.Here, CallShape.FunctionOf(node) ?? node, node);
            return;
        }

        switch (function)
        {
            case AnonymousFunctionExpressionSyntax lambda:
                HandedOn(lambda, model, depth);
                return;
            case LocalFunctionStatementSyntax or MethodDeclarationSyntax when model.GetDeclaredSymbol(function, _cancellationToken) is IMethodSymbol method:
                OfMethod(function, method, model, depth);
                return;
            case ConstructorDeclarationSyntax or BaseFieldDeclarationSyntax:
                Add(Occasion.Here, function, function);
                return;
            default:
                Add(Occasion.Caller, function, function);
                return;
        }
    }

    /// <summary>True where the function declares the local that is completed: who runs that function has a signal of his own.</summary>
    private bool Declares(SyntaxNode function) =>
        _holder is ILocalSymbol or IParameterSymbol && _holder.DeclaringSyntaxReferences.FirstOrDefault() is { } declared && declared.SyntaxTree == function.SyntaxTree && function.Span.Contains(declared.Span);

    private void Add(Occasion occasion, SyntaxNode site, SyntaxNode given)
    {
        var run = new CodeRun(occasion, site, given, _way);
        if (!_throughOpen || run.ComesOnItsOwn)
            _result.Add(run);
    }

    private void OfMethod(SyntaxNode function, IMethodSymbol method, SemanticModel model, int depth)
    {
        if (!_seen.Add(function))
            return;
        var isLocal = method.MethodKind == MethodKind.LocalFunction;
        var isOpen = !isLocal && (method.DeclaredAccessibility != Accessibility.Private || !method.ExplicitInterfaceImplementations.IsEmpty);
        if (isOpen)
            Add(Occasion.Caller, function, function);
        SyntaxNode scope = isLocal
            ? function.Ancestors().First(n => n is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax)
            : function.Ancestors().OfType<TypeDeclarationSyntax>().LastOrDefault() ?? function.SyntaxTree.GetRoot(_cancellationToken);
        foreach (var name in NameIndex.In(scope, method.Name))
        {
            if (function.Span.Contains(name.Span) || !SymbolEqualityComparer.Default.Equals(Method(name, model)?.OriginalDefinition, method.OriginalDefinition))
                continue;
            if (CallShape.CallOf(name) is { } call)
            {
                // Who calls a member that strangers call as well is one of many, unless it comes whenever it likes.
                var before = _throughOpen;
                _throughOpen |= isOpen && !_followsOpen && Array.IndexOf(ChannelApi.Endings, method.Name) < 0;
                Find(call, model, depth + 1);
                _throughOpen = before;
            }
            else
            {
                HandedOn(name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name, model, depth + 1);
            }
        }

        if (_throughOpen)
            _seen.Remove(function);
    }

    private ISymbol? Method(SimpleNameSyntax name, SemanticModel model)
    {
        var info = model.GetSymbolInfo(name, _cancellationToken);
        return info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
    }

    /// <summary>Who gets the delegate, and when he runs it.</summary>
    private void HandedOn(ExpressionSyntax code, SemanticModel model, int depth)
    {
        if (depth > MaxDepth)
            return;
        switch (code.Parent)
        {
            case ParenthesizedExpressionSyntax or CastExpressionSyntax:
                HandedOn((ExpressionSyntax)code.Parent, model, depth + 1);
                return;
            case ArgumentSyntax { Parent.Parent: ExpressionSyntax call }:
                OfArgument(code, call, model, depth);
                return;
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SubtractAssignmentExpression }:
                return;
            case AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.AddAssignmentExpression } subscription when subscription.Right == code:
                var name = subscription.Left is MemberAccessExpressionSyntax member ? member.Name.Identifier.ValueText : subscription.Left.ToString();
                Add(Array.IndexOf(Occasions.Ticks, name) >= 0 ? Occasion.Timer : Occasion.Event, code, subscription);
                return;
            case EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax } local }:
                OfLocal(local.Identifier.ValueText, local, code, model, depth);
                return;
            case AssignmentExpressionSyntax { Left: IdentifierNameSyntax local } when model.GetSymbolInfo(local, _cancellationToken).Symbol is ILocalSymbol:
                OfLocal(local.Identifier.ValueText, local, code, model, depth);
                return;
            default:
                Add(Occasion.Callback, code, code.Parent ?? code);
                return;
        }
    }

    /// <summary>A delegate in a local: every use of the local hands it on.</summary>
    private void OfLocal(string local, SyntaxNode declared, ExpressionSyntax code, SemanticModel model, int depth)
    {
        if (!_seen.Add(code) || CallShape.MemberOf(declared) is not { } member)
            return;
        foreach (var name in NameIndex.In(member is GlobalStatementSyntax ? member.Parent! : member, local))
        {
            if (name.Span == declared.Span)
                continue;
            if (name.Parent is InvocationExpressionSyntax call && call.Expression == name)
                Find(call, model, depth + 1);
            else if (name.Parent is not AssignmentExpressionSyntax assignment || assignment.Left != name)
                HandedOn(name, model, depth + 1);
        }
    }

    private void OfArgument(ExpressionSyntax code, ExpressionSyntax call, SemanticModel model, int depth)
    {
        var info = model.GetSymbolInfo(call, _cancellationToken);
        if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is not IMethodSymbol method)
        {
            Add(Occasion.Callback, code, call);
            return;
        }

        if (method.MethodKind == MethodKind.Constructor && method.ContainingType.TypeKind == TypeKind.Delegate)
        {
            HandedOn(call, model, depth + 1);
            return;
        }

        var awaited = CallShape.IsWaitedForHere(call);
        if (Occasions.Of(method.ContainingType?.Name ?? "", method.MethodKind == MethodKind.Constructor ? ".ctor" : method.Name) is { } occasion)
        {
            if (occasion == Occasion.Work && awaited)
                Find(call, model, depth + 1);
            else
                Add(occasion, code, call);
            return;
        }

        if (Delegates.RowOf(method, null, isAsync: false, awaited, repeats: false).When == Model.RunsWhen.Immediate)
            Find(call, model, depth + 1);
        else
            Add(Occasion.Callback, code, call);
    }
}
